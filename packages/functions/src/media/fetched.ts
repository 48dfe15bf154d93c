import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, openAsBlob } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createContentHash, type ContentHashes } from "@pegbar/comfyui/content-hash";
import { readContent } from "@pegbar/core/catalog/upload/parts.ts";
import * as Context from "@pegbar/core/platform/context.ts";

/** Runs `cb` with a temporary folder. */
export async function runInFolder<T>(cb: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "pegbar-media-"));
  try {
    return await cb(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs `cb` with an object as a temporary file, and its hashes. */
export const withFile = <T>(key: string, cb: (file: string, hashes: ContentHashes) => Promise<T>): Promise<T> =>
  runInFolder(async (folder) => {
    const file = path.join(folder, "file");
    return cb(file, await write(await Context.getPorts().storage.get(key), file));
  });

/** Runs `cb` with an upload, whole or in parts, as a temporary file, and its hashes. */
export const withContent = <T>(
  upload: Parameters<typeof readContent>[0],
  cb: (file: string, hashes: ContentHashes) => Promise<T>,
): Promise<T> =>
  runInFolder(async (folder) => {
    const file = path.join(folder, "file");
    return cb(file, await write(readContent(upload), file));
  });

/** Writes an object to a file. @returns its SHA-256 */
export const fetchTo = async (key: string, file: string): Promise<string> =>
  (await write(await Context.getPorts().storage.get(key), file)).sha256;

async function write(content: AsyncIterable<Uint8Array>, file: string): Promise<ContentHashes> {
  const hash = await createContentHash();
  await pipeline(
    Readable.from(content),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(file),
  );
  return hash.digest();
}

/** Computes SHA-256 and length of a file. */
export async function hashFile(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** Uploads a file with a write-once PUT: the store checks length and SHA-256, and keeps an existing object. */
export async function store(
  file: string,
  object: { key: string; bytes: number; sha256: string; contentType: string },
): Promise<void> {
  const { url, method, headers } = await Context.getPorts().storage.signPut(object);
  const response = await fetch(url, { method, headers, body: await openAsBlob(file) });
  await response.body?.cancel();
  if (!response.ok && response.status !== 412) throw new Error(`the store answers ${response.status} to ${object.key}`);
}
