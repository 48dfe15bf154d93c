import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  computeConsistencyPath,
  hashEmptyTree,
  computeInclusionPath,
  hashLeaf,
  listPeaks,
  computeRootOfPeaks,
  verifyConsistency,
  verifyInclusion,
} from "./merkle.ts";
import { fold, runOf } from "./tile.ts";
import { toHex } from "./bytes.ts";
import { Tree } from "../test/tree.ts";

const treeOf = (leaves: readonly Uint8Array[]): Tree => {
  const tree = new Tree();
  tree.leaves.push(...leaves);
  return tree;
};
const leavesOf = (size: number) => Array.from({ length: size }, (_, i) => hashLeaf(Uint8Array.of(i, i >> 8)));
const subtree = (leaves: Uint8Array[], { level, position }: { level: number; position: number }) =>
  treeOf(leaves.slice(position * 2 ** level, (position + 1) * 2 ** level)).root();

describe("Merkle tree", () => {
  test("the empty tree and one leaf have the hashes of RFC 9162", () => {
    expect(toHex(hashEmptyTree())).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    // SHA-256 of the single byte 0x00, a leaf with an empty record.
    expect(toHex(hashLeaf(new Uint8Array()))).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  });

  test("peaks give the root of every size up to 130", () => {
    for (let size = 0; size <= 130; size++) {
      const leaves = leavesOf(size);
      expect(toHex(computeRootOfPeaks(listPeaks(size).map((peak) => subtree(leaves, peak))))).toBe(
        toHex(treeOf(leaves).root()),
      );
    }
  });

  test("each leaf of each size up to 70 is proven only for its own index, size and root", () => {
    for (let size = 1; size <= 70; size++) {
      const leaves = leavesOf(size);
      const root = treeOf(leaves).root();
      for (const [index, leaf] of leaves.entries()) {
        const proof = computeInclusionPath(index, size).map((nodes) =>
          computeRootOfPeaks(nodes.map((node) => subtree(leaves, node))),
        );
        expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true);
        expect(verifyInclusion(leaf, (index + 1) % size, size, proof, root)).toBe(size === 1);
        expect(verifyInclusion(leaf, index, size, proof, leaf)).toBe(size === 1);
        expect(verifyInclusion(leaf, index, size, [...proof, root], root)).toBe(false);
        if (proof.length > 0) expect(verifyInclusion(leaf, index, size, proof.slice(1), root)).toBe(false);
      }
    }
  });

  test("each pair of sizes up to 70: the proof equals the RFC's and is valid only for this pair", () => {
    const tree = treeOf(leavesOf(70));
    const other = treeOf([...leavesOf(69), hashLeaf(Uint8Array.of(9, 9, 9))]);
    for (let size2 = 1; size2 <= 70; size2++)
      for (let size1 = 1; size1 <= size2; size1++) {
        const [root1, root2] = [tree.root(0, size1), tree.root(0, size2)];
        const proof = computeConsistencyPath(size1, size2).map((nodes) =>
          computeRootOfPeaks(nodes.map((node) => subtree(tree.leaves, node))),
        );
        expect(proof).toEqual(tree.consistency(size1, size2));
        expect(verifyConsistency(size1, size2, proof, root1, root2)).toBe(true);
        expect(verifyConsistency(size1, size2, [...proof, root1], root1, root2)).toBe(false);
        if (proof.length > 0) expect(verifyConsistency(size1, size2, proof.slice(1), root1, root2)).toBe(false);
        if (size1 < size2) expect(verifyConsistency(size1, size2, proof, root2, root1)).toBe(false);
        if (size2 === 70) expect(verifyConsistency(size1, size2, proof, root1, other.root())).toBe(false);
      }
  });

  test("a subtree's hash is computed from hashes of one tile", () => {
    const tree = treeOf(leavesOf(1024));
    for (const node of [
      { level: 0, position: 700 },
      { level: 3, position: 100 },
      { level: 7, position: 5 },
      { level: 8, position: 2 },
      { level: 10, position: 0 },
    ]) {
      const run = runOf(node);
      const width = 256 ** run.level;
      expect(Math.floor(run.start / 256)).toBe(Math.floor((run.start + run.count - 1) / 256));
      const hashes = Array.from({ length: run.count }, (_, at) =>
        tree.root((run.start + at) * width, (run.start + at + 1) * width),
      );
      expect(fold(hashes)).toEqual(subtree(tree.leaves, node));
    }
    expect(() => fold(tree.leaves.slice(0, 3))).toThrow(RangeError);
  });

  test("paths of huge trees stay short and exact", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (size, at) => {
        const index = Math.min(size - 1, Math.floor(size * at));
        const path = computeInclusionPath(index, size);
        const covered = path.flat().reduce((sum, { level }) => sum + 2 ** level, 0);
        expect(covered).toBe(size - 1);
        expect(path.length).toBeLessThanOrEqual(51);
      }),
    );
  });

  test("malformed proofs are rejected without an exception", () => {
    const leaf = hashLeaf(Uint8Array.of(1));
    for (const [index, size] of [
      [-1, 1],
      [1, 1],
      [0, 0],
      [0.5, 2],
      [Number.NaN, 2],
      [0, Infinity],
    ] as const)
      expect(verifyInclusion(leaf, index, size, [], leaf)).toBe(false);
    expect(verifyInclusion(leaf, 0, 2, [new Uint8Array(3)], leaf)).toBe(false);
  });
});
