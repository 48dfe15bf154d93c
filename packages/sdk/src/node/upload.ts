import { createHash } from "node:crypto";
import { createReadStream, openAsBlob } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Pegbar } from "../client.ts";
import type { Hasher } from "../hash.ts";
import type { ModelDraft, ModelOptions } from "../model.ts";
import type { UploadOptions } from "../upload.ts";

/** SHA-256 of a file on disk, in lower-case hexadecimal. */
export async function sha256OfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash, signal ? { signal } : {});
  return hash.digest("hex");
}

/** Uploads a file from disk without reading it into memory. A file over 64 MiB resumes after an interruption. */
export async function uploadPath(client: Pick<Pegbar, "uploadFile">, file: string, options: UploadOptions = {}) {
  const blob = await openAsBlob(file);
  return client.uploadFile(blob, { filename: path.basename(file), hasher: createNativeHasher, ...options });
}

/** Hashes several times as fast as the portable one. */
export const createNativeHasher = (): Hasher => {
  const hash = createHash("sha256");
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest("hex") };
};

/** Uploads a model file from disk without reading it into memory. Default name: its name on disk. */
export async function uploadModelPath(
  client: Pick<Pegbar, "uploadModel">,
  file: string,
  draft: Omit<ModelDraft, "fileName"> & { fileName?: string },
  options: ModelOptions = {},
) {
  const fileName = draft.fileName ?? path.basename(file);
  return client.uploadModel(await openAsBlob(file), { ...draft, fileName }, { hasher: createNativeHasher, ...options });
}
