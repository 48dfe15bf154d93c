import { concatBytes, hashEmptyTree, hashLeaf, hashNode } from "../src/index.ts";

/** A direct implementation of RFC 9162, section 2.1: slow, and independent of the code that it is compared with. */
export class Tree {
  readonly leaves: Uint8Array[] = [];

  append(record: Uint8Array): void {
    this.leaves.push(hashLeaf(record));
  }

  /** MTH(D[from:to]) */
  root(from = 0, to = this.leaves.length): Uint8Array {
    const [leaf] = this.leaves.slice(from, to);
    if (!leaf) return hashEmptyTree();
    if (to - from === 1) return leaf;
    const split = from + k(to - from);
    return hashNode(this.root(from, split), this.root(split, to));
  }

  /** PATH(index, D[from:to]) */
  inclusion(index: number, to = this.leaves.length, from = 0): Uint8Array[] {
    if (to - from <= 1) return [];
    const split = from + k(to - from);
    return index < split
      ? [...this.inclusion(index, split, from), this.root(split, to)]
      : [...this.inclusion(index, to, split), this.root(from, split)];
  }

  /** SUBPROOF(size, D[from:to], whole) */
  consistency(size: number, to = this.leaves.length, from = 0, whole = true): Uint8Array[] {
    if (size === to) return whole ? [] : [this.root(from, to)];
    const split = from + k(to - from);
    return size <= split
      ? [...this.consistency(size, split, from, whole), this.root(split, to)]
      : [...this.consistency(size, to, split, false), this.root(from, split)];
  }
}

/** The largest power of two below n. */
const k = (n: number): number => 2 ** (n.toString(2).length - (Number.isInteger(Math.log2(n)) ? 2 : 1));

export const recordNumber = (n: number): Uint8Array => concatBytes(Uint8Array.of(n >> 8, n & 0xff));
