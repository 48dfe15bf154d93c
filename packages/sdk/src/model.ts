import pLimit from "p-limit";
import type { Pegbar } from "./client.ts";
import { PegbarError } from "./error.ts";
import { hashInParts, type Hasher } from "./hash.ts";
import { put, type SignedRequest } from "./put.ts";
import type { components, paths } from "./schema.ts";
import type { OnRetry } from "./transient.ts";
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

/** Part size of the API, in bytes. Smaller files are uploaded in one piece. */
const PART_BYTES = 64 * 1024 * 1024;
/** Number of parts to upload concurrently. */
const AT_ONCE = 3;

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

type Part = SignedRequest & { number: number };
interface Sending {
  signal: AbortSignal | undefined;
  onSent: (bytes: number) => void;
  onRetry: OnRetry | undefined;
}

/** Uploads the missing parts. Returns false if their URLs expired meanwhile, so that the rest needs new ones. */
async function putParts(file: Blob, parts: readonly Part[], { signal, onSent, onRetry }: Sending): Promise<boolean> {
  const sliceOf = ({ number }: Part) => file.slice((number - 1) * PART_BYTES, number * PART_BYTES);
  const sent = new Map<number, number>();
  let there = file.size - parts.reduce((bytes, part) => bytes + sliceOf(part).size, 0);
  const reportSent = () => onSent(there + [...sent.values()].reduce((sum, bytes) => sum + bytes, 0));
  reportSent();
  let arrived = 0;
  let expired: unknown;
  const stop = new AbortController();
  const either = AbortSignal.any(signal ? [signal, stop.signal] : [stop.signal]);
  const putPart = async (part: Part) => {
    // Running uploads were started in time and may succeed; no further one would.
    if (expired !== undefined) return;
    either.throwIfAborted();
    const slice = sliceOf(part);
    const countSent = (bytes: number) => (sent.set(part.number, bytes), reportSent());
    try {
      await put(part, slice, { signal: either, onSent: countSent, onRetry });
    } catch (error) {
      if (!(error instanceof PegbarError && error.status === 403)) {
        stop.abort(error);
        throw error;
      }
      expired = error;
      return;
    }
    arrived++;
    sent.delete(part.number);
    there += slice.size;
    reportSent();
  };
  const limit = pLimit(AT_ONCE);
  const results = await Promise.allSettled(parts.map((part) => limit(putPart, part)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  if (expired === undefined) return true;
  if (arrived === 0) throw expired;
  return false;
}
