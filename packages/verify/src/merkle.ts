import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal } from "./bytes.ts";

/** RFC 9162 section 2.1: 0x00 before a leaf, 0x01 before a node, so that neither can pass for the other. */
export const leafHash = (record: Uint8Array): Uint8Array => sha256(concat(Uint8Array.of(0), record));
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(concat(Uint8Array.of(1), left, right));
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array());

/** Most hashes that a proof can need: a tree of 2^53 leaves. */
const MAX_PROOF = 64;

/**
 * The subtrees that make up a tree of `size` leaves, largest first, as (level, position) of complete subtrees:
 * position p at level l covers leaves p·2^l up to (p+1)·2^l.
 */
export function peaks(size: number): { level: number; position: number }[] {
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

/** Root from the hashes of {@link peaks}, in their order. */
export function rootOfPeaks(hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1);
  if (!last) return emptyRoot();
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/**
 * The complete subtrees whose hashes prove that leaf `index` lies in a tree of `size` leaves, nearest first.
 * An entry of several subtrees is one proof hash: they are folded right to left.
 */
export function inclusionPath(index: number, size: number): { level: number; position: number }[][] {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) {
    throw new RangeError("leaf is not in the tree");
  }
  const path: { level: number; position: number }[][] = [];
  let start = 0;
  let width = size;
  while (width > 1) {
    const split = largestPowerBelow(width);
    if (index < start + split) {
      path.push(range(start + split, width - split));
      width = split;
      continue;
    }
    path.push(range(start, split));
    start += split;
    width -= split;
  }
  return path.toReversed();
}

function largestPowerBelow(width: number): number {
  let power = 1;
  while (power * 2 < width) power *= 2;
  return power;
}

function range(start: number, width: number): { level: number; position: number }[] {
  return peaks(width).map(({ level, position }) => ({ level, position: position + start / 2 ** level }));
}

/** RFC 9162 section 2.1.3.2. Never throws; false for any malformed proof. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false;
  if (proof.length > MAX_PROOF || proof.some((hash) => hash.length !== 32)) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && equal(hash, root);
}
