import { concatBytes } from "./bytes.ts";
import { hashNode } from "./merkle.ts";

/** Number of hashes in a full tile (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** Consecutive hashes of one tile level; at level L each covers 256^L leaves. */
export interface TileRun {
  level: number;
  start: number;
  count: number;
}

/** Locates the hashes of a complete subtree: a run within one tile, to be folded in pairs. */
export function runOf({ level, position }: { level: number; position: number }): TileRun {
  const rows = level % TILE_HEIGHT;
  const count = 2 ** rows;
  return { level: (level - rows) / TILE_HEIGHT, start: position * count, count };
}

/** Computes the root of 2^n hashes. */
export function fold(hashes: readonly Uint8Array[]): Uint8Array {
  if (!Number.isInteger(Math.log2(hashes.length))) throw new RangeError("no complete subtree");
  let row = hashes;
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, at) =>
      hashNode(row[2 * at] ?? new Uint8Array(), row[2 * at + 1] ?? new Uint8Array()),
    );
  const [root] = row;
  if (!root) throw new RangeError("no complete subtree");
  return root;
}

/** Address of a tile within a log: its level, or `entries` for the records themselves. */
export interface TileAddress {
  level: number | "entries";
  index: number;
  /** Number of hashes, 1 to 256; less than 256 for a partial tile. */
  width: number;
}

export function formatTilePath({ level, index, width }: TileAddress): string {
  const groups = [];
  for (let rest = index; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(String(rest % 1000).padStart(3, "0"));
  const last = groups.pop() ?? "000";
  const path = [...groups.map((group) => `x${group}`), last].join("/");
  return `tile/${level}/${path}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/** Parses a tile's path; undefined if it is malformed or not canonical. */
export function parseTilePath(path: string): TileAddress | undefined {
  const found = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(path);
  if (!found) return undefined;
  const [, level = "", digits = "", partial] = found;
  const address: TileAddress = {
    level: level === "entries" ? level : Number(level),
    index: Number(digits.replaceAll(/[x/]/g, "")),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  return Number.isSafeInteger(address.index) && formatTilePath(address) === path ? address : undefined;
}

/** Maximum size of a record in bytes; its length has two bytes. */
export const MAX_ENTRY = 0xffff;

/** Formats records as an entry bundle: each is prefixed with its length. */
export function formatEntries(records: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...records.flatMap((record) => {
      if (record.length > MAX_ENTRY) throw new RangeError(`a record has at most ${MAX_ENTRY} bytes`);
      return [Uint8Array.of(record.length >> 8, record.length & 0xff), record];
    }),
  );
}

/** Parses an entry bundle; undefined if it is truncated. */
export function parseEntries(bundle: Uint8Array): Uint8Array[] | undefined {
  const records: Uint8Array[] = [];
  for (let at = 0; at < bundle.length;) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
    if (at + 2 + length > bundle.length) return undefined;
    records.push(bundle.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return records;
}
