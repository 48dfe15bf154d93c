import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import type { LeaseInput } from "@pegbar/core/contract";

/** An input could not be fetched, or is not what the lease says. */
export class InputUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "InputUnavailable";
  }
}

/** Inputs by SHA-256 on local disk; the least recently used go when it grows over its size. */
export class InputCache {
  readonly #dir: string;
  readonly #maxBytes: number;

  constructor(dir: string, maxBytes: number) {
    this.#dir = dir;
    this.#maxBytes = maxBytes;
  }

  /** Bytes of an input, from disk or by its URL; always of the promised hash. */
  async get(input: LeaseInput, signal: AbortSignal): Promise<Buffer<ArrayBuffer>> {
    const file = path.join(this.#dir, input.sha256);
    const kept = await readFile(file).catch(() => undefined);
    if (kept && hash(kept) === input.sha256) {
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
      return kept;
    }
    const bytes = await download(input, signal);
    // A full disk costs the next job a download, not this one its input.
    await this.#keep(file, bytes).catch(() => undefined);
    return bytes;
  }

  async #keep(file: string, bytes: Buffer): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    const half = `${file}.${randomBytes(4).toString("hex")}.part`;
    await writeFile(half, bytes);
    await rename(half, file);
    await this.#shrink();
  }

  async #shrink(): Promise<void> {
    const names = await readdir(this.#dir);
    const files = await Promise.all(
      names.map(async (name) => {
        const found = await stat(path.join(this.#dir, name)).catch(() => undefined);
        return { name, bytes: found?.size ?? 0, used: found?.mtimeMs ?? 0 };
      }),
    );
    let total = files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files.sort((a, b) => a.used - b.used)) {
      if (total <= this.#maxBytes) return;
      await rm(path.join(this.#dir, file.name), { force: true });
      total -= file.bytes;
    }
  }
}

/** A store that stalls must not hold a job for ever. */
const DOWNLOAD_MS = 300_000;

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function download(
  { id, sha256, bytes: size, download }: LeaseInput,
  signal: AbortSignal,
): Promise<Buffer<ArrayBuffer>> {
  const bytes = await load(id, download, signal);
  if (bytes.length !== size || hash(bytes) !== sha256)
    throw new InputUnavailable(`input ${id} is not the file that was promised`);
  return bytes;
}

async function load(
  id: string,
  { url, headers }: LeaseInput["download"],
  signal: AbortSignal,
): Promise<Buffer<ArrayBuffer>> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_MS)]) });
    if (!response.ok) throw new InputUnavailable(`the store answered ${response.status} for input ${id}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof InputUnavailable) throw cause;
    throw new InputUnavailable(`the store does not answer for input ${id}`, { cause });
  }
}
