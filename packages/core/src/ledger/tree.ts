import { and, asc, between, eq, or } from "drizzle-orm";
import { consistencyPath, fold, inclusionPath, nodeHash, peaks, rootOfPeaks, runOf } from "@pegbar/verify";
import type * as Database from "../database/index.ts";
import { leaf, tileRoot } from "./ledger.sql.ts";

type Node = ReturnType<typeof peaks>[number];
const HASH_BYTES = 32;
/** Levels between one row of tiles and the next. */
const TILE_LEVELS = 8;

/** The hashes of a tree's complete subtrees as one column holds them, and back. */
export const joined = (hashes: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(hashes));
export const parted = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES).slice(),
  );

/** What a log grows by. */
export interface Growth {
  peaks: Uint8Array[];
  /** Roots of the tiles that have become full. */
  tiles: { level: number; position: number; hash: Uint8Array }[];
}

/** Appends leaves' hashes to a tree of which only the edge is known. */
export function grow(size: number, edge: readonly Uint8Array[], leaves: readonly Uint8Array[]): Growth {
  const pending = peaks(size).map((node, at) => ({ ...node, hash: edge[at] ?? new Uint8Array() }));
  if (pending.length !== edge.length) throw new Error("the log's edge does not fit its size");
  const tiles: Growth["tiles"] = [];
  leaves.forEach((hash, offset) => {
    let node = { level: 0, position: size + offset, hash };
    while (node.position % 2 === 1) {
      const left = pending.pop();
      if (left?.level !== node.level) throw new Error("the tree's edge is inconsistent");
      node = { level: node.level + 1, position: (node.position - 1) / 2, hash: nodeHash(left.hash, node.hash) };
      if (node.level % TILE_LEVELS === 0) tiles.push({ ...node, level: node.level / TILE_LEVELS });
    }
    pending.push(node);
  });
  return { peaks: pending.map(({ hash }) => hash), tiles };
}

/** Reads hashes of one log's complete subtrees: those that a proof needs, each run of a tile in one go. */
async function hashes(tx: Database.Tx, logId: number, nodes: readonly Node[]): Promise<(node: Node) => Uint8Array> {
  const runs = nodes.map(runOf);
  const ofLeaves = runs.filter(({ level }) => level === 0);
  const ofTiles = runs.filter(({ level }) => level > 0);
  const [leaves, tiles] = await Promise.all([
    ofLeaves.length === 0
      ? []
      : tx
          .select({ position: leaf.position, hash: leaf.hash })
          .from(leaf)
          .where(
            and(
              eq(leaf.logId, logId),
              or(...ofLeaves.map(({ start, count }) => between(leaf.position, start, start + count - 1))),
            ),
          )
          .orderBy(asc(leaf.position)),
    ofTiles.length === 0
      ? []
      : tx
          .select({ level: tileRoot.level, position: tileRoot.position, hash: tileRoot.hash })
          .from(tileRoot)
          .where(
            and(
              eq(tileRoot.logId, logId),
              or(
                ...ofTiles.map(({ level, start, count }) =>
                  and(eq(tileRoot.level, level), between(tileRoot.position, start, start + count - 1)),
                ),
              ),
            ),
          ),
  ]);
  const known = new Map<string, Uint8Array>();
  for (const { position, hash } of leaves) known.set(`0/${position}`, hash);
  for (const { level, position, hash } of tiles) known.set(`${level}/${position}`, hash);
  return (node) => {
    const { level, start, count } = runOf(node);
    return fold(
      Array.from({ length: count }, (_, at) => {
        const hash = known.get(`${level}/${start + at}`);
        if (!hash) throw new Error(`the log lacks the hash ${level}/${start + at}`);
        return hash;
      }),
    );
  };
}

async function along(tx: Database.Tx, logId: number, path: readonly Node[][]): Promise<Uint8Array[]> {
  const hashOf = await hashes(tx, logId, path.flat());
  return path.map((parts) => rootOfPeaks(parts.map(hashOf)));
}

/** That a leaf lies in the tree of `size` leaves, nearest sibling first. */
export const inclusion = (tx: Database.Tx, logId: number, position: number, size: number): Promise<Uint8Array[]> =>
  along(tx, logId, inclusionPath(position, size));

/** That the tree of `size2` leaves begins with that of `size1`. */
export const consistency = (tx: Database.Tx, logId: number, size1: number, size2: number): Promise<Uint8Array[]> =>
  along(tx, logId, consistencyPath(size1, size2));

/** Root of the first `size` leaves. */
export async function rootAt(tx: Database.Tx, logId: number, size: number): Promise<Uint8Array> {
  const nodes = peaks(size);
  const hashOf = await hashes(tx, logId, nodes);
  return rootOfPeaks(nodes.map(hashOf));
}
