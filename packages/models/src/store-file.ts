import { createHash, randomBytes } from "node:crypto";
import { link, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { readContent, describeDifference, type Content } from "./content.ts";
import { hasErrorCode } from "./file-error.ts";

/** The received content differs from the manifest. */
export class ContentMismatch extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ContentMismatch";
  }
}

/** A file with this name and other content exists. */
export class TargetTaken extends Error {
  constructor(file: string, why: string) {
    super(`${file} already exists with other content: ${why}`);
    this.name = "TargetTaken";
  }
}

export interface FileToStore extends Content {
  source: AsyncIterable<Uint8Array>;
  target: string;
  /** Location of the file while it is incomplete; must be on the target's file system. */
  draftDir: string;
  /** Whether a file with other content is replaced instead of rejected. */
  replace?: boolean;
  signal?: AbortSignal;
}

/**
 * Writes a file that appears under its name only when it is complete, has the expected content and is on disk. If
 * another process stored the same content meanwhile, its file stays.
 * @throws ContentMismatch
 * @throws TargetTaken
 */
export async function storeFile(file: FileToStore): Promise<void> {
  const { target, sha256, draftDir, replace = false, signal } = file;
  await mkdir(draftDir, { recursive: true });
  const draft = path.join(draftDir, `${sha256}-${randomBytes(6).toString("hex")}`);
  try {
    await write(draft, file);
    await makeFolder(path.dirname(target));
    signal?.throwIfAborted();
    if (replace) await rename(draft, target);
    else await linkUnlessThere(draft, file);
    await syncFolder(path.dirname(target));
  } finally {
    await rm(draft, { force: true });
  }
}

async function write(draft: string, { source, bytes, sha256, signal }: FileToStore): Promise<void> {
  const hash = createHash("sha256");
  let written = 0;
  const handle = await open(draft, "wx");
  try {
    for await (const chunk of signal ? stopOnAbort(source, signal) : source) {
      written += chunk.length;
      if (written > bytes) throw new ContentMismatch(`${bytes} bytes expected, more found`);
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    const why = describeDifference({ sha256: hash.digest("hex"), bytes: written }, { sha256, bytes });
    if (why !== undefined) throw new ContentMismatch(why);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a link, which unlike a rename never overwrites. */
async function linkUnlessThere(draft: string, { target, signal, ...wanted }: FileToStore): Promise<void> {
  try {
    await link(draft, target);
  } catch (error) {
    if (!hasErrorCode(error, "EEXIST")) throw error;
    // Another process was faster, or the link was created and the file server's response was lost.
    const why = describeDifference(await readContent(target, signal), wanted);
    if (why !== undefined) throw new TargetTaken(target, why);
  }
}

/** Ends when the signal fires, even if the source hangs. */
async function* stopOnAbort<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await rejectOnAbort(iterator.next(), signal);
      if (step.done) return;
      yield step.value;
    }
  } finally {
    // Not awaited, because a hanging source does not end this either.
    iterator.return?.().catch(() => undefined);
  }
}

async function rejectOnAbort<T>(step: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener("abort", abort, { once: true });
  step.then(resolve, reject);
  if (signal.aborted) abort();
  try {
    return await promise;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Creates folders and flushes them to disk, so that they are as durable as the file in them. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  const { length } = path.resolve(first);
  for (let made = path.resolve(folder); made.length >= length; made = path.dirname(made))
    await syncFolder(path.dirname(made));
}

/** Flushes a folder to disk, which contains the names of its files. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder.
  if (process.platform === "win32") return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
