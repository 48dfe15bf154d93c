import type { Pegbar } from "./client.ts";
import { guessContentType, HEAD_BYTES } from "./content-type.ts";
import { hashBytes, hashInParts, type Hasher } from "./hash.ts";
import { PART_BYTES, putParts } from "./parts.ts";
import { put } from "./put.ts";
import type { components, paths } from "./schema.ts";

type Input = components["schemas"]["Input"];
type Announcement = paths["/v1/inputs"]["post"]["requestBody"]["content"]["application/json"];

/**
 * A file to upload. A `File` has a name. A stream is read into memory first, because the hash is sent before the
 * content.
 */
export type UploadFile = Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

/** Progress of an upload. `total` is the file size. */
export interface UploadProgress {
  phase: "hashing" | "sending" | "checking" | "done";
  sent: number;
  total: number;
}

/** Options of an upload. */
export interface UploadOptions {
  filename?: string;
  /** Default: detected from the file's first bytes. */
  contentType?: string;
  /** In lower-case hexadecimal, if it is known. */
  sha256?: string;
  /** SHA-256 of each part of 64 MiB, if they are known. Only for a file over 64 MiB. */
  partSha256s?: readonly string[];
  /** A faster SHA-256 than the default, which works everywhere. */
  hasher?: () => Hasher;
  signal?: AbortSignal;
  onProgress?: (progress: UploadProgress) => void;
}

/**
 * Announces a file by its hash, uploads it unless the studio has it, and waits until it is verified. A file over 64 MiB
 * is uploaded in parts: after an interruption, the same call uploads only the missing ones.
 */
export async function uploadFile(
  client: Pick<Pegbar, "get" | "post"> & Partial<Pick<Pegbar, "onRetry">>,
  file: UploadFile,
  options: UploadOptions = {},
): Promise<Input> {
  const { signal, onProgress } = options;
  const blob = await asBlob(file);
  const report = (phase: UploadProgress["phase"], sent: number) => onProgress?.({ phase, sent, total: blob.size });
  report("hashing", 0);
  const { sha256, partSha256s } = await computeHashes(blob, options, (hashed) => report("hashing", hashed));
  signal?.throwIfAborted();
  const filename =
    options.filename ?? ("name" in blob && typeof blob.name === "string" ? blob.name : sha256.slice(0, 16));
  const head = new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer());
  const contentType =
    options.contentType ?? guessContentType(head, filename) ?? (blob.type || "application/octet-stream");
  const body = {
    sha256,
    bytes: blob.size,
    // The API knows which types it accepts, and its error is better than a guess.
    contentType: contentType as Announcement["contentType"],
    filename,
    ...(partSha256s.length > 0 ? { partSha256s: [...partSha256s] } : {}),
  };
  const more = signal ? { signal } : {};
  const sending = { signal, onSent: (sent: number) => report("sending", sent), onRetry: client.onRetry };
  for (;;) {
    const input = await client.post("/v1/inputs", { body, ...more });
    if (input.status === "verified") {
      report("done", blob.size);
      return input;
    }
    if (input.upload) {
      report("sending", 0);
      await put(input.upload, blob, { ...sending, onSent: onProgress && sending.onSent });
    }
    // URLs expire; the parts that are stored are not sent again.
    if (input.parts && !(await putParts(blob, input.parts, sending))) continue;
    report("checking", blob.size);
    const path = { id: input.id };
    // The API has waited before a 202, so the request is repeated immediately.
    while ((await client.post("/v1/inputs/{id}/complete", { params: { path }, ...more })).status !== "verified")
      signal?.throwIfAborted();
    report("done", blob.size);
    return client.get("/v1/inputs/{id}", { params: { path }, ...more });
  }
}

/** Hashes a small file at once, because Web Crypto is faster, and a large one in parts. */
async function computeHashes(
  blob: Blob,
  { sha256, partSha256s, hasher, signal }: UploadOptions,
  onHashed: (bytes: number) => void,
): Promise<{ sha256: string; partSha256s: readonly string[] }> {
  const isLarge = blob.size > PART_BYTES;
  if (sha256 !== undefined && (!isLarge || partSha256s))
    return { sha256, partSha256s: isLarge ? (partSha256s ?? []) : [] };
  if (isLarge || hasher) return hashInParts(blob, PART_BYTES, { hasher, signal, onHashed });
  return { sha256: await hashBytes(new Uint8Array(await blob.arrayBuffer())), partSha256s: [] };
}

async function asBlob(file: UploadFile): Promise<Blob> {
  if (file instanceof Blob) return file;
  if (file instanceof Uint8Array) return new Blob([file]);
  return new Response(file).blob();
}
