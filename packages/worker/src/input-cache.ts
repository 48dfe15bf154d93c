import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { startDeadline, ignoreMissing } from "@pegbar/comfyui";
import type { LeaseInput } from "@pegbar/core/contract";

/** An input could not be fetched, or does not match the lease. */
export class InputUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "InputUnavailable";
  }
}

/** A file that stays in the cache until it is released. */
export interface PinnedInput {
  readonly file: string;
  /** Whether it was already in the cache. */
  readonly hit: boolean;
  release(): void;
}

/** Time limit of a download in milliseconds, and the time for each byte of a large file: 20 MB/s. */
const DOWNLOAD_MS = 300_000;
const MS_PER_BYTE = 1000 / 20e6;
const KEPT_MS = 24 * 3_600_000;
/** Suffix of a file that is being downloaded. */
const PARTIAL = ".part";

/**
 * Inputs on local disk, named by their SHA-256. When the cache is full it removes the least recently used ones, but no
 * pinned one. Files are streamed, never held in memory.
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
   * Returns an input on disk with a verified hash; downloads it unless it is cached.
   * @throws InputUnavailable
   */
  async pin(input: LeaseInput, signal: AbortSignal): Promise<PinnedInput> {
    const { sha256 } = input;
    const file = path.join(this.#dir, sha256);
    this.#pinned.set(sha256, (this.#pinned.get(sha256) ?? 0) + 1);
    let isPinned = true;
    const release = () => {
      if (!isPinned) return;
      isPinned = false;
      const left = (this.#pinned.get(sha256) ?? 1) - 1;
      if (left > 0) this.#pinned.set(sha256, left);
      else this.#pinned.delete(sha256);
    };
    try {
      const hit = (await hashOf(file)) === sha256;
      if (hit) {
        const now = new Date();
        // The time of use affects only the order of removal.
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
    const partial = `${file}.${randomBytes(4).toString("hex")}${PARTIAL}`;
    try {
      await this.#shrink(input.bytes);
      await download(input, partial, signal);
      await rename(partial, file);
    } finally {
      await rm(partial, { force: true });
    }
  }

  /**
   * Removes inputs that were unused for a day, because they may have been erased meanwhile. Continues after a file that
   * cannot be removed.
   * @throws AggregateError with one error per file that could not be removed
   */
  async prune(): Promise<void> {
    const errors: unknown[] = [];
    for (const name of await ignoreMissing(readdir(this.#dir), [])) {
      try {
        const file = path.join(this.#dir, name);
        const found = await ignoreMissing(stat(file));
        if (found && Date.now() - found.mtimeMs > KEPT_MS && !this.#pinned.has(name))
          await rm(file, { recursive: true, force: true });
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0)
      throw new AggregateError(errors, `${errors.length} files not removed, first: ${String(errors[0])}`);
  }

  /** Removes files until `coming` more bytes fit. */
  async #shrink(coming: number): Promise<void> {
    const found = await Promise.all(
      (await readdir(this.#dir)).map(async (name) => {
        const found = await ignoreMissing(stat(path.join(this.#dir, name)));
        return { name, bytes: found?.size ?? 0, used: found?.mtimeMs ?? Date.now() };
      }),
    );
    // A download that is under way was written to more recently.
    const dead = found.filter(({ name, used }) => name.endsWith(PARTIAL) && Date.now() - used > DOWNLOAD_MS);
    await Promise.all(dead.map(({ name }) => rm(path.join(this.#dir, name), { force: true })));
    const files = found.filter(({ name }) => !name.endsWith(PARTIAL));
    let total = coming + files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files.toSorted((a, b) => a.used - b.used)) {
      if (total <= this.#maxBytes) return;
      if (this.#pinned.has(file.name)) continue;
      await rm(path.join(this.#dir, file.name), { force: true });
      total -= file.bytes;
    }
  }
}

/** SHA-256 of a file, hexadecimal; undefined if it does not exist or cannot be read. */
async function hashOf(file: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
    return hash.digest("hex");
  } catch {
    // An unreadable copy is replaced by a download, which reports its own error if the disk is broken.
    return undefined;
  }
}

async function download(input: LeaseInput, file: string, signal: AbortSignal): Promise<void> {
  const { id, sha256, bytes: size } = input;
  const { url, headers } = input.download;
  const hash = createHash("sha256");
  let bytes = 0;
  using limit = startDeadline(DOWNLOAD_MS + input.bytes * MS_PER_BYTE, signal);
  // Opened before anything can fail; otherwise the file could be created after its removal.
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
          if (bytes > size) throw new InputUnavailable(`input ${id} is longer than its declared size`);
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
    throw new InputUnavailable(`input ${id} does not match its declared size and SHA-256`);
}
