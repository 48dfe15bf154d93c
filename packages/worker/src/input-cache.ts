import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { deadline } from "@pegbar/comfyui";
import type { LeaseInput } from "@pegbar/core/contract";

/** An input could not be fetched, or is not what the lease says. */
export class InputUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "InputUnavailable";
  }
}

/** A file of the cache that stays until it is let go. */
export interface PinnedInput {
  readonly file: string;
  /** Whether it was here already. */
  readonly hit: boolean;
  release(): void;
}

/** A store that stalls must not hold a job for ever. */
const DOWNLOAD_MS = 300_000;
const KEPT_MS = 24 * 3_600_000;
/** Ends the name of a file that is being fetched. */
const HALF = ".part";

/**
 * Inputs by SHA-256 on local disk; the least recently used go when it grows over its size, but never one that is held.
 * Files are read and written in pieces.
 */
export class InputCache {
  readonly #dir: string;
  readonly #maxBytes: number;
  readonly #pinned = new Map<string, number>();

  constructor(dir: string, maxBytes: number) {
    this.#dir = dir;
    this.#maxBytes = maxBytes;
  }

  /**
   * An input on disk, always of the promised hash; fetched by its URL unless it is here.
   * @throws InputUnavailable
   */
  async pin(input: LeaseInput, signal: AbortSignal): Promise<PinnedInput> {
    const { sha256 } = input;
    const file = path.join(this.#dir, sha256);
    this.#pinned.set(sha256, (this.#pinned.get(sha256) ?? 0) + 1);
    let isHeld = true;
    const release = () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.#pinned.get(sha256) ?? 1) - 1;
      if (left > 0) this.#pinned.set(sha256, left);
      else this.#pinned.delete(sha256);
    };
    try {
      const hit = (await hashOf(file)) === sha256;
      if (hit) {
        const now = new Date();
        await utimes(file, now, now).catch(() => undefined);
      } else await this.#fetch(input, file, signal);
      return { file, hit, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  async #fetch(input: LeaseInput, file: string, signal: AbortSignal): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    const half = `${file}.${randomBytes(4).toString("hex")}${HALF}`;
    try {
      await this.#shrink(input.bytes);
      await download(input, half, signal);
      await rename(half, file);
    } finally {
      await rm(half, { force: true });
    }
  }

  /** Removes what nobody has used for a day: an input may have been erased meanwhile. */
  async prune(): Promise<void> {
    for (const name of await readdir(this.#dir).catch(() => [])) {
      const file = path.join(this.#dir, name);
      const at = await stat(file).catch(() => undefined);
      if (at && Date.now() - at.mtimeMs > KEPT_MS && !this.#pinned.has(name)) await rm(file, { force: true });
    }
  }

  /** Makes room for so many bytes. */
  async #shrink(coming: number): Promise<void> {
    const found = await Promise.all(
      (await readdir(this.#dir)).map(async (name) => {
        const at = await stat(path.join(this.#dir, name)).catch(() => undefined);
        return { name, bytes: at?.size ?? 0, used: at?.mtimeMs ?? Date.now() };
      }),
    );
    // No download lasts that long: whoever fetched it has died.
    const dead = found.filter(({ name, used }) => name.endsWith(HALF) && Date.now() - used > DOWNLOAD_MS);
    await Promise.all(dead.map(({ name }) => rm(path.join(this.#dir, name), { force: true })));
    const files = found.filter(({ name }) => !name.endsWith(HALF));
    let total = coming + files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files.toSorted((a, b) => a.used - b.used)) {
      if (total <= this.#maxBytes) return;
      if (this.#pinned.has(file.name)) continue;
      await rm(path.join(this.#dir, file.name), { force: true });
      total -= file.bytes;
    }
  }
}

/** SHA-256 of a file, hexadecimal; undefined if there is none. */
async function hashOf(file: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
    return hash.digest("hex");
  } catch {
    return undefined;
  }
}

async function download(input: LeaseInput, file: string, signal: AbortSignal): Promise<void> {
  const { id, sha256, bytes: size } = input;
  const { url, headers } = input.download;
  const hash = createHash("sha256");
  let bytes = 0;
  using limit = deadline(DOWNLOAD_MS, signal);
  // Open before anything can fail: a file that opens later would appear after it was removed.
  await using target = await open(file, "wx");
  try {
    const response = await fetch(url, { headers, signal: limit.signal });
    if (!response.ok || !response.body)
      throw new InputUnavailable(`the store answered ${response.status} for input ${id}`);
    await pipeline(
      response.body,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > size) throw new InputUnavailable(`input ${id} is longer than the file that was promised`);
          hash.update(chunk);
          yield chunk;
        }
      },
      target.createWriteStream(),
    );
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof InputUnavailable) throw cause;
    throw new InputUnavailable(`input ${id} could not be fetched: ${cause instanceof Error ? cause.message : ""}`, {
      cause,
    });
  }
  if (bytes !== size || hash.digest("hex") !== sha256)
    throw new InputUnavailable(`input ${id} is not the file that was promised`);
}
