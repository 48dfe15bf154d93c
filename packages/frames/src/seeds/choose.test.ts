import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseSeed } from "./choose.ts";
import { findSeedProblem } from "./find-problem.ts";
import { MAX_SEED, type SeedPolicy } from "./policy.ts";
import { splitMix64 } from "./split-mix.ts";

const choose = (policy: SeedPolicy, frame: number, first = 1, options?: { max: number }) => {
  const chosen = chooseSeed(policy, frame, first, options);
  if ("problem" in chosen) throw new Error(chosen.problem.message);
  return chosen.seed;
};

test("SplitMix64 generates the published numbers", () => {
  // First outputs for the seed 1234567, as other implementations list them.
  expect([0n, 1n, 2n, 3n, 4n].map((index) => splitMix64(1_234_567n, index))).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ]);
});

test("fixed and table", () => {
  expect(choose({ kind: "fixed", seed: 42 }, 99)).toBe(42);
  expect(choose({ kind: "table", seeds: { 1: 7, [-2]: 8 } }, -2)).toBe(8);
});

test("increment counts frame numbers and wraps around at the limit", () => {
  expect([101, 102, 105].map((frame) => choose({ kind: "increment", seed: 5 }, frame, 101))).toEqual([5, 6, 9]);
  expect(choose({ kind: "increment", seed: 5, step: 10 }, 103, 101)).toBe(25);
  expect(choose({ kind: "increment", seed: 5, step: -3 }, 103, 101)).toBe(MAX_SEED);
  expect(choose({ kind: "increment", seed: MAX_SEED }, 2)).toBe(0);
  expect(choose({ kind: "increment", seed: 99 }, 3, 1, { max: 99 })).toBe(1);
  expect(choose({ kind: "increment", seed: MAX_SEED, step: MAX_SEED }, 999_999_999, -999_999_999)).toBeLessThanOrEqual(
    MAX_SEED,
  );
});

test("perFrame depends on the seed and the frame only", () => {
  const seeds = [1, 2, 3].map((frame) => choose({ kind: "perFrame", seed: 42 }, frame));
  expect(seeds).toEqual([1, 2, 3].map((frame) => choose({ kind: "perFrame", seed: 42 }, frame, -50)));
  // Computed in Python. A frame that is rendered again years later must get the same seed.
  expect(seeds).toEqual([4471935826587907, 5180173260398418, 8129784920597396]);
  const all = Array.from({ length: 5_000 }, (_, frame) => choose({ kind: "perFrame", seed: 1 }, frame - 2_500));
  expect(new Set(all).size).toBe(all.length);
});

test("a seed is a safe integer within the limit", () => {
  const seed = fc.nat({ max: MAX_SEED });
  const policy = fc.oneof(
    fc.record({ kind: fc.constant("increment" as const), seed, step: fc.maxSafeInteger() }),
    fc.record({ kind: fc.constant("perFrame" as const), seed }),
  );
  const frame = fc.integer({ min: -999_999_999, max: 999_999_999 });
  fc.assert(
    fc.property(policy, frame, frame, fc.nat({ max: MAX_SEED }), (policy, at, first, max) => {
      const own = { ...policy, seed: policy.seed % (max + 1) };
      const chosen = choose(own, at, first, { max });
      expect(Number.isSafeInteger(chosen) && chosen >= 0 && chosen <= max).toBe(true);
      expect(choose(own, at, first, { max })).toBe(chosen);
    }),
  );
});

describe("problems", () => {
  test.each<[SeedPolicy, string]>([
    [{ kind: "fixed", seed: -1 }, "The seed is -1"],
    [{ kind: "fixed", seed: 2 ** 53 }, "The seed is 9007199254740992, which this workflow cannot use."],
    [{ kind: "perFrame", seed: 0.5 }, "Use a whole number from 0 to 9,007,199,254,740,991."],
    [{ kind: "increment", seed: 1, step: 0.5 }, "The step between seeds is 0.5"],
    [{ kind: "table", seeds: { 1: 5, 3: 5 } }, "The seed table has no seed for frames 2, 4-6."],
    [{ kind: "table", seeds: { 1: 5, 2: 5, 3: 5, 4: -1, 5: 5, 6: 5 } }, "The seed of frame 4 is -1"],
  ])("%j", (policy, says) => {
    const problem = findSeedProblem(policy, { frames: [1, 2, 3, 4, 5, 6] });
    expect(`${problem?.message} ${problem?.remedy}`).toContain(says);
    expect(chooseSeed(policy, 4, 1)).toHaveProperty("problem");
  });

  test("seeds above the workflow's limit", () => {
    expect(findSeedProblem({ kind: "fixed", seed: 100 }, { frames: [1], max: 99 })?.code).toBe("seed_invalid");
    expect(findSeedProblem({ kind: "fixed", seed: 99 }, { frames: [1], max: 99 })).toBeUndefined();
    expect(() => findSeedProblem({ kind: "fixed", seed: 1 }, { frames: [], max: 2 ** 64 })).toThrow("largest seed");
  });

  test("names of an object's own prototype are no table entries", () => {
    const seeds = JSON.parse('{"__proto__": 5}') as Record<number, number>;
    expect(findSeedProblem({ kind: "table", seeds }, { frames: [1] })?.code).toBe("seed_missing");
  });
});
