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
/** Levels of the tree per level of tiles. */
const TILE_LEVELS = 8;

/** Converts the hashes of complete subtrees to one column and back. */
export const joinHashes = (hashes: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(hashes));
export const splitHashes = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES).slice(),
  );

/** Changes of a tree. */
export interface Growth {
  peaks: Uint8Array[];
  /** Roots of the tiles that have become full. */
  tiles: { level: number; position: number; hash: Uint8Array }[];
}

/** Appends leaf hashes to a tree, given the hashes of its complete subtrees. */
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

/** Hashes of runs of leaves or tile roots, concatenated per run. */
const runsOf = createStatement<{ at: number; hashes: Uint8Array | null }>(
  `select at::int, case level
     when 0 then (select string_agg(hash, ''::bytea order by position) from leaf
                  where log_id = :logId and position between start and start + count - 1)
     else (select string_agg(hash, ''::bytea order by position) from tile_root
           where log_id = :logId and tile_root.level = run.level and position between start and start + count - 1) end as hashes
   from unnest(:levels::int[], :starts::bigint[], :counts::int[]) with ordinality as run (level, start, count, at)`,
);

const NODE = 1;

/** Root of 2^n hashes. Uses node:crypto, because a proof needs about five hundred hashes. */
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

/** Hashes of complete subtrees of a log, in one round trip. */
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

/**
 * Hashes of several proofs of a log, in one round trip. An entry of a path with several nodes is folded into one hash.
 */
async function readPaths(tx: Database.Tx, logId: number, paths: readonly Node[][][]): Promise<Uint8Array[][]> {
  const found = await readHashes(tx, logId, paths.flat(2));
  return paths.map((path) =>
    path.map((parts) => computeRootOfPeaks(parts.map((node) => found.get(node) ?? new Uint8Array()))),
  );
}

/** Inclusion proofs of leaves in the tree of `size` leaves, each with the nearest sibling first. */
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

/** Inclusion proof of one leaf. */
export const proveInclusion = (tx: Database.Tx, logId: number, position: number, size: number): Promise<Uint8Array[]> =>
  proveInclusions(tx, logId, [position], size).then(([proof = []]) => proof);

/** Consistency proof between the trees of `size1` and `size2` leaves. */
export const proveConsistency = (tx: Database.Tx, logId: number, size1: number, size2: number): Promise<Uint8Array[]> =>
  readPaths(tx, logId, [computeConsistencyPath(size1, size2)]).then(([proof = []]) => proof);

/** Root of the tree of the first `size` leaves. */
export async function computeRootAt(tx: Database.Tx, logId: number, size: number): Promise<Uint8Array> {
  const nodes = listPeaks(size);
  const found = await readHashes(tx, logId, nodes);
  return computeRootOfPeaks(nodes.map((node) => found.get(node) ?? new Uint8Array()));
}
