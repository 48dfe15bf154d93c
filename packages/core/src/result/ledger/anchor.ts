import { createHash } from "node:crypto";
import { isEqual, parseCheckpoint, parseNote, type Checkpoint } from "@pegbar/verify";
import type { Anchors } from "../../platform/port/index.ts";

/** The database contradicts an anchored checkpoint: it was restored from a backup, or somebody changed it. */
export class ForkedLog extends Error {
  constructor(origin: string, found: string) {
    super(
      `${origin}: ${found}. Nothing is signed until this is resolved: see docs/operations/ledger.md, "A restored backup".`,
    );
    this.name = "ForkedLog";
  }
}

/** Folder of a log's anchors: the hash of its origin, so that no name needs escaping. */
export const getAnchorFolder = (origin: string): string => `${createHash("sha256").update(origin).digest("hex")}/`;
/** Padded with zeros, so that keys sort by size. */
const SIZE_DIGITS = 16;
export const getAnchorKey = (origin: string, size: number): string =>
  getAnchorFolder(origin) + String(size).padStart(SIZE_DIGITS, "0");

/** Largest size of each log that is known to be anchored, so that the process asks the storage once. */
const seen = new WeakMap<Anchors, Map<string, number>>();

/** Reads the root of the checkpoint with this size from the database. */
export type RootAt = (size: number) => Promise<Uint8Array | undefined>;

/**
 * Throws {@link ForkedLog} if a checkpoint is anchored that the database lacks, or has with another root. Checkpoints
 * are stored before they are anchored, and anchors are read before the database, so that a concurrent sequencer causes
 * no false alarm.
 */
export async function assertNewest(
  anchors: Anchors,
  origin: string,
  signedSize: number,
  rootAt: RootAt,
): Promise<void> {
  const known = seen.get(anchors) ?? new Map<string, number>();
  seen.set(anchors, known);
  const before = known.get(origin);
  if (before !== undefined) {
    if (before <= signedSize || (await rootAt(before))) return;
    throw createBehindError(origin, signedSize, before);
  }
  let last = signedSize;
  const own = await anchors.get(getAnchorKey(origin, signedSize));
  const root = own === undefined ? undefined : await rootAt(signedSize);
  if (own !== undefined && root) assertSame(own, { origin, size: signedSize, root });
  for (;;) {
    const key = await anchors.next(getAnchorKey(origin, last), getAnchorFolder(origin));
    if (key === undefined) break;
    last = Number(key.slice(-SIZE_DIGITS));
    const stored = await rootAt(last);
    if (!stored) throw createBehindError(origin, signedSize, last);
    assertSame((await anchors.get(key)) ?? "", { origin, size: last, root: stored });
  }
  known.set(origin, last);
}

const createBehindError = (origin: string, signed: number, anchored: number) =>
  new ForkedLog(origin, `the database has signed ${signed} records, and ${anchored} are anchored`);

/** Anchors a checkpoint. Throws {@link ForkedLog} if another one is anchored with the same size. */
export async function anchor(anchors: Anchors, checkpoint: Checkpoint, note: string): Promise<void> {
  const { origin, size } = checkpoint;
  const there = await anchors.put(getAnchorKey(origin, size), note);
  if (there !== undefined) assertSame(there, checkpoint);
  seen.get(anchors)?.set(origin, size);
}

function assertSame(note: string, { origin, size, root }: Checkpoint): void {
  const parsed = parseNote(note);
  const anchored = "reason" in parsed ? undefined : parseCheckpoint(parsed.text);
  if (anchored && isEqual(anchored.root, root) && anchored.size === size && anchored.origin === origin) return;
  throw new ForkedLog(origin, `the anchored checkpoint of ${size} records differs from the database's`);
}
