import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyRoot, inclusionPath, leafHash, nodeHash, peaks, rootOfPeaks, verifyInclusion } from "./merkle.ts";
import { toHex } from "./bytes.ts";

/** RFC 9162 section 2.1.1, word by word: slow and obviously right. */
function naiveRoot(leaves: Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (!first) return emptyRoot();
  if (leaves.length === 1) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

const leavesOf = (size: number) => Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i, i >> 8)));
const subtree = (leaves: Uint8Array[], { level, position }: { level: number; position: number }) =>
  naiveRoot(leaves.slice(position * 2 ** level, (position + 1) * 2 ** level));

describe("Merkle tree", () => {
  test("the empty tree and one leaf have the hashes of RFC 9162", () => {
    expect(toHex(emptyRoot())).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    // SHA-256 of the single byte 0x00, a leaf with an empty record.
    expect(toHex(leafHash(new Uint8Array()))).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  });

  test("peaks give the root of every size up to 130", () => {
    for (let size = 0; size <= 130; size++) {
      const leaves = leavesOf(size);
      expect(toHex(rootOfPeaks(peaks(size).map((peak) => subtree(leaves, peak))))).toBe(toHex(naiveRoot(leaves)));
    }
  });

  test("every leaf of every size up to 70 is proven, and by no other index, size or root", () => {
    for (let size = 1; size <= 70; size++) {
      const leaves = leavesOf(size);
      const root = naiveRoot(leaves);
      for (const [index, leaf] of leaves.entries()) {
        const proof = inclusionPath(index, size).map((nodes) =>
          rootOfPeaks(nodes.map((node) => subtree(leaves, node))),
        );
        expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true);
        expect(verifyInclusion(leaf, (index + 1) % size, size, proof, root)).toBe(size === 1);
        expect(verifyInclusion(leaf, index, size, proof, leaf)).toBe(size === 1);
        expect(verifyInclusion(leaf, index, size, [...proof, root], root)).toBe(false);
        if (proof.length > 0) expect(verifyInclusion(leaf, index, size, proof.slice(1), root)).toBe(false);
      }
    }
  });

  test("paths of huge trees stay short and exact", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (size, at) => {
        const index = Math.min(size - 1, Math.floor(size * at));
        const path = inclusionPath(index, size);
        const covered = path.flat().reduce((sum, { level }) => sum + 2 ** level, 0);
        expect(covered).toBe(size - 1);
        expect(path.length).toBeLessThanOrEqual(51);
      }),
    );
  });

  test("nonsense is refused, never thrown at", () => {
    const leaf = leafHash(Uint8Array.of(1));
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
