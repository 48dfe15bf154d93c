import type { Pegbar } from "./client.ts";
import { hashBytes } from "./hash.ts";
import { pictureType } from "./picture.ts";
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
  signal?: AbortSignal;
  onProgress?: (progress: UploadProgress) => void;
}

/** Announces a file by its hash, uploads it unless the studio has it, and waits until it is verified. */
export async function uploadFile(
  client: Pick<Pegbar, "get" | "post"> & Partial<Pick<Pegbar, "onRetry">>,
  file: UploadFile,
  options: UploadOptions = {},
): Promise<Input> {
  const { signal, onProgress } = options;
  const blob = await asBlob(file);
  const report = (phase: UploadProgress["phase"], sent: number) => onProgress?.({ phase, sent, total: blob.size });
  report("hashing", 0);
  const hash = options.sha256 ?? (await hashBytes(new Uint8Array(await blob.arrayBuffer())));
  signal?.throwIfAborted();
  const head = new Uint8Array(await blob.slice(0, 16).arrayBuffer());
  const contentType = options.contentType ?? pictureType(head) ?? (blob.type || "application/octet-stream");
  const body = {
    sha256: hash,
    bytes: blob.size,
    // The API knows which types it accepts, and its error is better than a guess.
    contentType: contentType as Announcement["contentType"],
    filename: options.filename ?? ("name" in blob && typeof blob.name === "string" ? blob.name : hash.slice(0, 16)),
  };
  const more = signal ? { signal } : {};
  const input = await client.post("/v1/inputs", { body, ...more });
  if (input.upload) {
    report("sending", 0);
    await put(input.upload, blob, {
      signal,
      onSent: onProgress && ((sent) => report("sending", sent)),
      onRetry: client.onRetry,
    });
    report("checking", blob.size);
    for (;;) {
      const checked = await client.post("/v1/inputs/{id}/complete", { params: { path: { id: input.id } }, ...more });
      // The API has waited before a 202, so the request is repeated immediately.
      if (checked.status === "verified") break;
      signal?.throwIfAborted();
    }
  }
  report("done", blob.size);
  return input.upload ? client.get("/v1/inputs/{id}", { params: { path: { id: input.id } }, ...more }) : input;
}

async function asBlob(file: UploadFile): Promise<Blob> {
  if (file instanceof Blob) return file;
  if (file instanceof Uint8Array) return new Blob([file]);
  return new Response(file).blob();
}
