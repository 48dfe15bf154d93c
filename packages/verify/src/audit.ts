import { concatBytes, isEqual } from "./bytes.ts";
import { renameKey, parseVerifierKey } from "./key.ts";
import { hashEmptyTree, hashLeaf, listPeaks, computeRootOfPeaks } from "./merkle.ts";
import { openCheckpoint } from "./note.ts";
import { fold, formatTilePath, parseEntries, TILE_WIDTH, type TileAddress } from "./tile.ts";

/** Reads a file of a log by its C2SP tlog-tiles path; undefined if it does not exist. */
export type ReadFile = (path: string) => Promise<Uint8Array | undefined>;

export type Audit =
  | { valid: true; origin: string; size: number; signedBy: string[] }
  | { valid: false; reason: string };

/** Lists every tile of a log with `size` records, entry bundles first. */
export function* listTiles(size: number): Generator<TileAddress> {
  for (const level of ["entries", 0] as const) yield* listTilesOfLevel(level, size);
  for (let level = 1, count = Math.floor(size / TILE_WIDTH); count > 0; level++, count = Math.floor(count / TILE_WIDTH))
    yield* listTilesOfLevel(level, count);
}

function* listTilesOfLevel(level: TileAddress["level"], count: number): Generator<TileAddress> {
  for (let index = 0; index * TILE_WIDTH < count; index++)
    yield { level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) };
}

/**
 * Verifies a whole log: its checkpoint is signed by every trusted key, each record hashes to its leaf, each tile to the
 * tile above it, and all of them to the signed root.
 * @param note the checkpoint
 * @param trusted verifier keys, named after this log or the platform
 */
export async function audit(note: string, trusted: readonly string[], read: ReadFile): Promise<Audit> {
  const refuse = (reason: string): Audit => ({ valid: false, reason });
  const origin = note.slice(0, note.indexOf("\n"));
  const keys = trusted.map((text) => {
    const key = parseVerifierKey(text);
    return key && renameKey(key, origin);
  });
  if (keys.length === 0 || !keys.every((key) => key !== undefined))
    return refuse("a trusted key belongs to another log");
  const opened = openCheckpoint(note, keys);
  if ("reason" in opened) return refuse(opened.reason);
  const missing = keys.find((key) => !opened.signedBy.some((one) => one.key === key));
  if (missing) return refuse(`the checkpoint is not signed by ${missing.name} (${missing.algorithm})`);
  const { size, root } = opened.checkpoint;
  const problem = await recomputeRoot(size, root, read);
  if (problem !== undefined) return refuse(problem);
  return { valid: true, origin, size, signedBy: keys.map(({ name, algorithm }) => `${name} (${algorithm})`) };
}

/**
 * Recomputes the root from the records, with one tile per level in memory.
 * @returns why they do not match the signed root; undefined if they do
 */
async function recomputeRoot(size: number, root: Uint8Array, read: ReadFile): Promise<string | undefined> {
  const rows: { hashes: Uint8Array[]; tiles: number }[] = [];
  const compare = async (level: number, width: number): Promise<string | undefined> => {
    const row = rows[level];
    if (!row) return undefined;
    const address = formatTilePath({ level, index: row.tiles, width });
    const there = await read(address);
    if (!there) return `${address} is missing`;
    return isEqual(there, concatBytes(...row.hashes))
      ? undefined
      : `${address} does not match the hashes of the tiles below it`;
  };
  const add = async (level: number, hash: Uint8Array): Promise<string | undefined> => {
    const row = (rows[level] ??= { hashes: [], tiles: 0 });
    row.hashes.push(hash);
    if (row.hashes.length < TILE_WIDTH) return undefined;
    const problem = await compare(level, TILE_WIDTH);
    if (problem !== undefined) return problem;
    const above = fold(row.hashes);
    rows[level] = { hashes: [], tiles: row.tiles + 1 };
    return add(level + 1, above);
  };
  for (const address of listTilesOfLevel("entries", size)) {
    const path = formatTilePath(address);
    const bundle = await read(path);
    if (!bundle) return `${path} is missing`;
    const records = parseEntries(bundle);
    if (records?.length !== address.width) return `${path} does not contain ${address.width} records`;
    for (const record of records) {
      const problem = await add(0, hashLeaf(record));
      if (problem !== undefined) return problem;
    }
  }
  const edge: Uint8Array[] = [];
  for (const [level, { hashes }] of [...rows.entries()].toReversed()) {
    if (hashes.length === 0) continue;
    const problem = await compare(level, hashes.length);
    if (problem !== undefined) return problem;
    for (const { level: height, position } of listPeaks(hashes.length))
      edge.push(fold(hashes.slice(position * 2 ** height, (position + 1) * 2 ** height)));
  }
  const actual = edge.length === 0 ? hashEmptyTree() : computeRootOfPeaks(edge);
  return isEqual(actual, root) ? undefined : "the records do not hash to the signed root";
}
