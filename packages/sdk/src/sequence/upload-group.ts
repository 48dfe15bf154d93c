import type { LimitFunction } from "p-limit";
import type { Pegbar } from "../client.ts";
import { PegbarError, type ProblemDetail } from "../error.ts";
import { putParts } from "../parts.ts";
import { put } from "../put.ts";
import type { components } from "../schema.ts";
import { createSequenceError, type FileHead, type SequenceFile } from "./file.ts";
import type { ProgressCounter } from "./progress.ts";

type Announced = components["schemas"]["AnnouncedInputs"]["items"][number];
type Client = Pick<Pegbar, "post"> & Partial<Pick<Pegbar, "onRetry">>;
type KnownFile = SequenceFile & FileHead;

/** SHA-256 of a file, and of its parts of 64 MiB if it has several, in lower-case hexadecimal. */
export interface FileHashes {
  sha256: string;
  partSha256s: readonly string[];
}
export type HashFile = (file: Blob, signal: AbortSignal) => Promise<FileHashes>;

/** A file that is announced. It stays the same object, which notices that the file changes between its hash and its upload. */
interface Hashed extends FileHashes {
  file: KnownFile;
  blob: Blob;
}

/** What uploads of all groups have in common. */
export interface Uploading {
  client: Client;
  counter: ProgressCounter;
  hash: HashFile;
  signal: AbortSignal;
  /** Files that are hashed at once, and files that are sent at once. */
  limits: { hash: LimitFunction; send: LimitFunction };
}

/** Files whose checks are awaited in one request. */
const CHECKED = 100;
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
  await waitForChecks(groupById(hashed, ids), known, uploading);
  return hashed.map(({ file: { frame } }, index) => [frame, ids[index] ?? ""]);
}

/** Files by the id of their input. Those with the same content are one input. */
function groupById(hashed: readonly Hashed[], ids: readonly string[]): ReadonlyMap<string, readonly KnownFile[]> {
  const groups = new Map<string, KnownFile[]>();
  for (const [index, { file }] of hashed.entries()) {
    const id = ids[index] ?? "";
    const group = groups.get(id);
    if (group) group.push(file);
    else groups.set(id, [file]);
  }
  return groups;
}

async function hashFile(file: KnownFile, { hash, signal }: Uploading): Promise<Hashed> {
  signal.throwIfAborted();
  const blob = await file.open();
  return { file, blob, ...(await hash(blob, signal)) };
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
      ...(partSha256s.length > 0 ? { partSha256s: [...partSha256s] } : {}),
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
    counter.setSent(file.name, blob.size);
    return true;
  } catch (error) {
    if (error instanceof PegbarError && error.status === 403) return false;
    throw error;
  }
}

/**
 * Waits until the files are verified, some at a time, so that they are counted meanwhile.
 * @throws sequence_invalid with all files that the check refused
 */
async function waitForChecks(
  files: ReadonlyMap<string, readonly KnownFile[]>,
  known: ReadonlySet<string>,
  { client, signal, counter }: Uploading,
): Promise<void> {
  const countDone = (id: string) => {
    for (const { name, bytes } of files.get(id) ?? []) counter.addDone({ name, bytes, isKnown: known.has(id) });
  };
  for (const id of known) countDone(id);
  const refused: ProblemDetail[] = [];
  for (let open = [...files.keys()].filter((id) => !known.has(id)); open.length > 0;) {
    const { items } = await client.post("/v1/inputs/completions", { body: { ids: open.slice(0, CHECKED) }, signal });
    for (const { id, status, problem } of items) {
      if (problem) refused.push({ ...problem, message: `${files.get(id)?.[0]?.name ?? id}: ${problem.message}` });
      if (status === "verified") countDone(id);
    }
    const pending = items.flatMap(({ id, status }) => (status === "checking" || status === "announced" ? [id] : []));
    open = [...pending, ...open.slice(CHECKED)];
  }
  if (refused.length > 0) throw createSequenceError(refused);
}
