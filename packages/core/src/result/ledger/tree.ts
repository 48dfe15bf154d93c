import { hash } from "node:crypto";
import {
  computeConsistencyPath,
  computeInclusionPath,
  hashNode,
  listPeaks,
  computeRootOfPeaks,
  runOf,
} from "@pegbar/verify";
import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";

type Node = ReturnType<typeof listPeaks>[number];
const HASH_BYTES = 32;
/** Levels between one row of tiles and the next. */
const TILE_LEVELS = 8;

/** The hashes of a tree's complete subtrees as one column holds them, and back. */
export const joinHashes = (hashes: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(hashes));
export const splitHashes = (bytes: Uint8Array): Uint8Array[] =>
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
  const pending = listPeaks(size).map((node, at) => ({ ...node, hash: edge[at] ?? new Uint8Array() }));
  if (pending.length !== edge.length) throw new Error("the log's edge does not fit its size");
  const tiles: Growth["tiles"] = [];
  leaves.forEach((hash, offset) => {
    let node = { level: 0, position: size + offset, hash };
    while (node.position % 2 === 1) {
      const left = pending.pop();
      if (left?.level !== node.level) throw new Error("the tree's edge is inconsistent");
      node = { level: node.level + 1, position: (node.position - 1) / 2, hash: hashNode(left.hash, node.hash) };
      if (node.level % TILE_LEVELS === 0) tiles.push({ ...node, level: node.level / TILE_LEVELS });
    }
    pending.push(node);
  });
  return { peaks: pending.map(({ hash }) => hash), tiles };
}

/** The hashes of runs, each in one piece; of leaves and of tiles' roots. */
const runsOf = createStatement<{ at: number; hashes: Uint8Array | null }>(
  `select at::int, case level
     when 0 then (select string_agg(hash, ''::bytea order by position) from leaf
                  where log_id = :logId and position between start and start + count - 1)
     else (select string_agg(hash, ''::bytea order by position) from tile_root
           where log_id = :logId and tile_root.level = run.level and position between start and start + count - 1) end as hashes
   from unnest(:levels::int[], :starts::bigint[], :counts::int[]) with ordinality as run (level, start, count, at)`,
);

const NODE = 1;

/** Root of a run of 2^n hashes; by the system's SHA-256, since a proof takes some five hundred. */
function foldRun(hashes: Uint8Array): Uint8Array {
  let row = Buffer.from(hashes);
  const node = Buffer.alloc(1 + 2 * HASH_BYTES, NODE);
  while (row.length > HASH_BYTES) {
    const above = Buffer.alloc(row.length / 2);
    for (let at = 0; at < above.length; at += HASH_BYTES) {
      row.copy(node, 1, 2 * at, 2 * at + 2 * HASH_BYTES);
      hash("sha256", node, "buffer").copy(above, at);
    }
    row = above;
  }
  return new Uint8Array(row);
}

/** Hashes of one log's complete subtrees: those that a proof needs, all in one round trip. */
async function readHashes(tx: Database.Tx, logId: number, nodes: readonly Node[]): Promise<Map<Node, Uint8Array>> {
  if (nodes.length === 0) return new Map();
  const runs = nodes.map(runOf);
  const rows = await runsOf(tx, {
    logId,
    levels: runs.map(({ level }) => level),
    starts: runs.map(({ start }) => start),
    counts: runs.map(({ count }) => count),
  });
  return new Map(
    rows.map(({ at, hashes: found }) => {
      const [node, run] = [nodes[at - 1], runs[at - 1]];
      if (!node || found?.length !== (run?.count ?? 0) * HASH_BYTES)
        throw new Error(`the log lacks hashes of a subtree at level ${String(node?.level)}`);
      return [node, foldRun(found)];
    }),
  );
}

/** What several proofs of one log consist of, read at once: each path's entries, folded where they are several. */
async function readPaths(tx: Database.Tx, logId: number, paths: readonly Node[][][]): Promise<Uint8Array[][]> {
  const found = await readHashes(tx, logId, paths.flat(2));
  return paths.map((path) =>
    path.map((parts) => computeRootOfPeaks(parts.map((node) => found.get(node) ?? new Uint8Array()))),
  );
}

/** That leaves lie in the tree of `size` leaves: for each its proof, nearest sibling first. */
export const proveInclusions = (
  tx: Database.Tx,
  logId: number,
  positions: readonly number[],
  size: number,
): Promise<Uint8Array[][]> =>
  readPaths(
    tx,
    logId,
    positions.map((position) => computeInclusionPath(position, size)),
  );

/** The same for one leaf. */
export const proveInclusion = (tx: Database.Tx, logId: number, position: number, size: number): Promise<Uint8Array[]> =>
  proveInclusions(tx, logId, [position], size).then(([proof = []]) => proof);

/** That the tree of `size2` leaves begins with that of `size1`. */
export const proveConsistency = (tx: Database.Tx, logId: number, size1: number, size2: number): Promise<Uint8Array[]> =>
  readPaths(tx, logId, [computeConsistencyPath(size1, size2)]).then(([proof = []]) => proof);

/** Root of the first `size` leaves. */
export async function computeRootAt(tx: Database.Tx, logId: number, size: number): Promise<Uint8Array> {
  const nodes = listPeaks(size);
  const found = await readHashes(tx, logId, nodes);
  return computeRootOfPeaks(nodes.map((node) => found.get(node) ?? new Uint8Array()));
}
