import { createHash } from "node:crypto";

/** A reproducible source of choices: the same seed gives the same choices. */
export class Random {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** A number from 0 up to, but not including, 1. */
  next(): number {
    const bytes = createHash("sha256")
      .update(`${this.#seed} ${this.#count++}`)
      .digest();
    return bytes.readUInt32BE() / 2 ** 32;
  }

  /** A whole number from 0 to `count - 1`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** One of the items; undefined if there is none. */
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }
}
