import pLimit from "p-limit";
import type { Pegbar } from "../client.ts";
import { hashInParts, type Hasher } from "../hash.ts";
import { PART_BYTES } from "../parts.ts";
import type { components } from "../schema.ts";
import { createSequenceError, readHead, type SequenceFile } from "./file.ts";
import { findSizeProblem } from "./find-size-problem.ts";
import { ProgressCounter, type SequenceProgress } from "./progress.ts";
import { uploadGroup, type HashFile } from "./upload-group.ts";

/** Pictures with the name that they have in common. */
export interface SequenceDraft {
  /** File name with a place for the frame number: `plate.####.png`. */
  pattern: string;
  /** One per frame. */
  files: readonly SequenceFile[];
}

/** Options of uploading a sequence. */
export interface SequenceOptions {
  /** Whether pictures may have different sizes. Default: false. */
  allowMixedSizes?: boolean;
  /** A faster SHA-256 than the default, which works everywhere. */
  hasher?: () => Hasher;
  /** Hashes a file and its parts of 64 MiB elsewhere, such as in a worker; `hasher` is then unused. */
  hashFile?: HashFile;
  signal?: AbortSignal;
  onProgress?: (progress: SequenceProgress) => void;
}

/** Files in one request, groups in progress, and files that are hashed and sent at once. */
const GROUP = 250;
const GROUPS_AT_ONCE = 2;
const AT_ONCE = { hash: 4, send: 8 };

/**
 * Uploads an image sequence. Only files that the studio does not have are sent, so that the same call continues an
 * interrupted one. All sizes are read first; nothing is uploaded if they differ.
 * @throws PegbarError `sequence_invalid` for files that are no sequence; `errors` names them
 */
export async function uploadSequence(
  client: Pick<Pegbar, "post"> & Partial<Pick<Pegbar, "onRetry">>,
  { pattern, files }: SequenceDraft,
  { allowMixedSizes = false, hasher, hashFile, signal, onProgress }: SequenceOptions = {},
): Promise<components["schemas"]["ImageSequence"]> {
  const counter = new ProgressCounter(files.length, onProgress);
  counter.setPhase("reading");
  const limits = { read: pLimit(AT_ONCE.send), hash: pLimit(AT_ONCE.hash), send: pLimit(AT_ONCE.send) };
  const read = await Promise.all(
    files.map((file) =>
      limits.read(async () => {
        signal?.throwIfAborted();
        return { ...file, ...(await readHead(file)) };
      }),
    ),
  );
  const problem = allowMixedSizes ? undefined : findSizeProblem(read);
  if (problem) throw createSequenceError([problem]);
  for (const { bytes } of read) counter.addTotal(bytes);
  counter.setPhase("uploading");
  // The first error ends the other groups.
  const stop = new AbortController();
  const either = AbortSignal.any(signal ? [signal, stop.signal] : [stop.signal]);
  const hash = hashFile ?? ((file, hashSignal) => hashInParts(file, PART_BYTES, { hasher, signal: hashSignal }));
  const uploading = { client, counter, hash, signal: either, limits };
  const limit = pLimit(GROUPS_AT_ONCE);
  const groups = Array.from({ length: Math.ceil(read.length / GROUP) }, (_, at) =>
    read.slice(at * GROUP, (at + 1) * GROUP),
  );
  const results = await Promise.allSettled(
    groups.map((group) =>
      limit(async () => {
        either.throwIfAborted();
        return uploadGroup(group, uploading).catch((error: unknown) => {
          stop.abort(error);
          throw error;
        });
      }),
    ),
  );
  either.throwIfAborted();
  const ids = results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  const made = await client.post("/v1/image-sequences", {
    body: { pattern, files: Object.fromEntries(ids), allowMixedSizes },
    ...(signal ? { signal } : {}),
  });
  counter.setPhase("done");
  return made;
}
