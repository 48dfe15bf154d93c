import type { Pegbar } from "./client.ts";
import { hashInParts, type Hasher } from "./hash.ts";
import { PART_BYTES, putParts } from "./parts.ts";
import { put } from "./put.ts";
import type { components, paths } from "./schema.ts";
import type { UploadProgress } from "./upload.ts";

type Announcement = paths["/v1/models"]["post"]["requestBody"]["content"]["application/json"];

/** A model file of the studio, with its metadata. */
export type ModelDraft = Omit<Announcement, "sha256" | "bytes" | "partSha256s">;

/** Options of a model upload. */
export interface ModelOptions {
  signal?: AbortSignal;
  onProgress?: (progress: UploadProgress) => void;
  /** A faster SHA-256 than the default, which works everywhere. */
  hasher?: () => Hasher;
}

/**
 * Uploads a model file and waits until it is checked. A file over 64 MiB is uploaded in parts: after an interruption,
 * the same call uploads only the missing ones.
 */
export async function uploadModel(
  client: Pick<Pegbar, "post"> & Partial<Pick<Pegbar, "onRetry">>,
  file: Blob,
  draft: ModelDraft,
  { signal, onProgress, hasher }: ModelOptions = {},
): Promise<components["schemas"]["OwnModel"]> {
  const total = file.size;
  const report = (phase: UploadProgress["phase"], sent: number) => onProgress?.({ phase, sent, total });
  report("hashing", 0);
  const { sha256, partSha256s } = await hashInParts(file, PART_BYTES, {
    hasher,
    signal,
    onHashed: (bytes) => report("hashing", bytes),
  });
  const more = signal ? { signal } : {};
  const body = { ...draft, sha256, bytes: total, ...(partSha256s.length > 0 ? { partSha256s } : {}) };
  for (;;) {
    const model = await client.post("/v1/models", { body, ...more });
    const sending = { signal, onSent: (sent: number) => report("sending", sent), onRetry: client.onRetry };
    if (model.upload) await put(model.upload, file, sending);
    if (model.parts && !(await putParts(file, model.parts, sending))) continue;
    report("checking", total);
    for (let checked = model; ; checked = await complete(client, model.id, more))
      if (checked.status === "active" || checked.status === "revoked") {
        report("done", total);
        return checked;
      }
  }
}

const complete = (client: Pick<Pegbar, "post">, id: string, more: { signal?: AbortSignal }) =>
  client.post("/v1/models/{id}/complete", { params: { path: { id } }, ...more });
