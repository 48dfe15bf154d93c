import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, isEqual } from "./bytes.ts";

/** Hashes a leaf (RFC 9162 section 2.1): the prefix is 0x00 for leaves and 0x01 for nodes, so that they cannot be confused. */
export const hashLeaf = (record: Uint8Array): Uint8Array => sha256(concatBytes(Uint8Array.of(0), record));
export const hashNode = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concatBytes(Uint8Array.of(1), left, right));
export const hashEmptyTree = (): Uint8Array => sha256(new Uint8Array());

/** Maximum number of hashes in a proof, enough for a tree of 2^53 leaves. */
export const MAX_PROOF = 64;

/**
 * Lists the subtrees that make up a tree of `size` leaves, largest first, as (level, position) of complete subtrees:
 * position p at level l covers leaves p·2^l up to (p+1)·2^l.
 */
export function listPeaks(size: number): { level: number; position: number }[] {
  const found: { level: number; position: number }[] = [];
  let start = 0;
  for (let level = 52; level >= 0; level--) {
    const width = 2 ** level;
    if (Math.floor(size / width) % 2 === 0) continue;
    found.push({ level, position: start / width });
    start += width;
  }
  return found;
}

/** Computes the root from the hashes of {@link listPeaks}, in the same order. */
export function computeRootOfPeaks(hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1);
  if (!last) return hashEmptyTree();
  return hashes.slice(0, -1).reduceRight((right, left) => hashNode(left, right), last);
}

/**
 * Lists the complete subtrees whose hashes prove that a tree of `size` leaves contains leaf `index`, nearest first. An entry
 * with several subtrees is one proof hash: they are folded right to left.
 */
export function computeInclusionPath(index: number, size: number): { level: number; position: number }[][] {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) {
    throw new RangeError("the leaf is not in the tree");
  }
  const path: { level: number; position: number }[][] = [];
  let start = 0;
  let width = size;
  while (width > 1) {
    const split = findLargestPowerBelow(width);
    if (index < start + split) {
      path.push(coverRange(start + split, width - split));
      width = split;
      continue;
    }
    path.push(coverRange(start, split));
    start += split;
    width -= split;
  }
  return path.toReversed();
}

function findLargestPowerBelow(width: number): number {
  let power = 1;
  while (power * 2 < width) power *= 2;
  return power;
}

function coverRange(start: number, width: number): { level: number; position: number }[] {
  return listPeaks(width).map(({ level, position }) => ({ level, position: position + start / 2 ** level }));
}

const isHash = (hash: Uint8Array): boolean => hash.length === 32;

/** Verifies an inclusion proof (RFC 9162 section 2.1.3.2). Never throws; false for a malformed proof. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false;
  if (proof.length > MAX_PROOF || ![leaf, root, ...proof].every(isHash)) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = hashNode(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      hash = hashNode(hash, sibling);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && isEqual(hash, root);
}

/**
 * Verifies a consistency proof (RFC 9162 section 2.1.4.2): the tree of `size2` leaves with `root2` begins with the tree of
 * `size1` leaves with `root1`. Never throws; false for a malformed proof, and for an empty first tree.
 */
export function verifyConsistency(
  size1: number,
  size2: number,
  proof: readonly Uint8Array[],
  root1: Uint8Array,
  root2: Uint8Array,
): boolean {
  if (!(Number.isSafeInteger(size1) && Number.isSafeInteger(size2) && size1 > 0 && size1 <= size2)) return false;
  if (size1 === size2) return proof.length === 0 && isEqual(root1, root2);
  if (proof.length > MAX_PROOF || ![root1, root2, ...proof].every(isHash)) return false;
  const path = isPowerOfTwo(size1) ? [root1, ...proof] : proof;
  const [first, ...rest] = path;
  if (!first || proof.length === 0) return false;
  let fn = size1 - 1;
  let sn = size2 - 1;
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  let [hash1, hash2] = [first, first];
  for (const sibling of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash1 = hashNode(sibling, hash1);
      hash2 = hashNode(sibling, hash2);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      hash2 = hashNode(hash2, sibling);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && isEqual(hash1, root1) && isEqual(hash2, root2);
}

const isPowerOfTwo = (value: number): boolean => 2 ** Math.round(Math.log2(value)) === value;

/** Lists the complete subtrees of a consistency proof, in order; an entry with several is folded right to left into one hash. */
export function computeConsistencyPath(size1: number, size2: number): { level: number; position: number }[][] {
  if (!(Number.isSafeInteger(size1) && Number.isSafeInteger(size2) && size1 >= 0 && size1 <= size2))
    throw new RangeError("the first tree is not part of the second");
  if (size1 === 0 || size1 === size2) return [];
  const path: { level: number; position: number }[][] = [];
  let [start, width, old] = [0, size2, size1];
  /** Whether the old tree is a complete subtree of the current one, so that its root is known. */
  let whole = true;
  while (old !== width) {
    const split = findLargestPowerBelow(width);
    if (old <= split) {
      path.push(coverRange(start + split, width - split));
      width = split;
      continue;
    }
    path.push(coverRange(start, split));
    start += split;
    old -= split;
    width -= split;
    whole = false;
  }
  if (!whole) path.push(coverRange(start, width));
  return path.toReversed();
}
