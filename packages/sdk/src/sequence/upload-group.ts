import type { LimitFunction } from "p-limit";
import type { Pegbar } from "../client.ts";
import { PegbarError, type ProblemDetail } from "../error.ts";
import { hashInParts, type Hasher } from "../hash.ts";
import { PART_BYTES, putParts } from "../parts.ts";
import { put } from "../put.ts";
import type { components } from "../schema.ts";
import { createSequenceError, type FileHead, type SequenceFile } from "./file.ts";
import type { ProgressCounter } from "./progress.ts";

type Announced = components["schemas"]["AnnouncedInputs"]["items"][number];
type Client = Pick<Pegbar, "post"> & Partial<Pick<Pegbar, "onRetry">>;
type KnownFile = SequenceFile & FileHead;

/** A file that is announced. It stays the same object, which notices that the file changes between its hash and its upload. */
interface Hashed {
  file: KnownFile;
  blob: Blob;
  sha256: string;
  partSha256s: string[];
}

/** What uploads of all groups have in common. */
export interface Uploading {
  client: Client;
  counter: ProgressCounter;
  hasher: (() => Hasher) | undefined;
  signal: AbortSignal;
  /** Files that are hashed at once, and files that are sent at once. */
  limits: { hash: LimitFunction; send: LimitFunction };
}

/** Files from this size on report their progress, in bytes. */
const REPORTED_BYTES = 4 * 1024 * 1024;

/**
 * Uploads files that are announced together, as far as the studio does not have them.
 * @returns ids of the inputs by frame
 * @throws sequence_invalid with all files that the check refused
 */
export async function uploadGroup(files: readonly KnownFile[], uploading: Uploading): Promise<[number, string][]> {
  const { limits } = uploading;
  const hashed = await Promise.all(files.map((file) => limits.hash(() => hashFile(file, uploading))));
  const { ids, known } = await sendNew(hashed, uploading);
  await waitForChecks(hashed, ids, known, uploading);
  return hashed.map(({ file: { frame, name, bytes } }, index) => {
    const id = ids[index] ?? "";
    uploading.counter.addDone({ name, bytes, isKnown: known.has(id) });
    return [frame, id];
  });
}

async function hashFile(file: KnownFile, { hasher, signal }: Uploading): Promise<Hashed> {
  signal.throwIfAborted();
  const blob = await file.open();
  return { file, blob, ...(await hashInParts(blob, PART_BYTES, { hasher, signal })) };
}

/** Announces files and sends those that the studio does not have, again while URLs expire meanwhile. */
async function sendNew(
  hashed: readonly Hashed[],
  uploading: Uploading,
): Promise<{ ids: string[]; known: ReadonlySet<string> }> {
  const { client, signal, limits } = uploading;
  const body = {
    files: hashed.map(({ file: { name, contentType, bytes }, sha256, partSha256s }) => ({
      filename: name,
      contentType,
      bytes,
      sha256,
      ...(partSha256s.length > 0 ? { partSha256s } : {}),
    })),
  };
  let known: ReadonlySet<string> | undefined;
  for (;;) {
    const { items } = await client.post("/v1/inputs/announcements", { body, signal });
    known ??= new Set(items.flatMap(({ id, status }) => (status === "verified" ? [id] : [])));
    const chosen = new Map<string, [Announced, Hashed]>();
    for (const [index, item] of items.entries()) {
      const one = hashed[index];
      // Files with the same content are one input.
      if (one && (item.upload || item.parts)) chosen.set(item.id, [item, one]);
    }
    const sent = await Promise.all([...chosen.values()].map((pair) => limits.send(() => sendFile(...pair, uploading))));
    if (sent.every(Boolean)) return { ids: items.map(({ id }) => id), known };
    if (!sent.some(Boolean))
      throw new PegbarError("The store refuses the URLs that were signed for the files.", {
        code: "file_refused",
        status: 403,
      });
  }
}

/** Sends a file. Returns false if its URL has expired. */
async function sendFile(item: Announced, { file, blob }: Hashed, { client, signal, counter }: Uploading) {
  signal.throwIfAborted();
  const { onRetry } = client;
  const onSent = blob.size < REPORTED_BYTES ? undefined : (bytes: number) => counter.setSent(file.name, bytes);
  if (item.parts) return putParts(blob, item.parts, { signal, onRetry, onSent: onSent ?? (() => undefined) });
  if (!item.upload) return true;
  try {
    await put(item.upload, blob, { signal, onRetry, onSent });
    return true;
  } catch (error) {
    if (error instanceof PegbarError && error.status === 403) return false;
    throw error;
  }
}

async function waitForChecks(
  hashed: readonly Hashed[],
  ids: readonly string[],
  known: ReadonlySet<string>,
  { client, signal }: Uploading,
): Promise<void> {
  const names = new Map(ids.map((id, index) => [id, hashed[index]?.file.name ?? id]));
  const refused: ProblemDetail[] = [];
  for (let open = [...names.keys()].filter((id) => !known.has(id)); open.length > 0;) {
    const { items } = await client.post("/v1/inputs/completions", { body: { ids: open }, signal });
    for (const { id, problem } of items)
      if (problem) refused.push({ ...problem, message: `${names.get(id)}: ${problem.message}` });
    open = items.flatMap(({ id, status }) => (status === "checking" || status === "announced" ? [id] : []));
  }
  if (refused.length > 0) throw createSequenceError(refused);
}
