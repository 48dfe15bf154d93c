import type { FrameProblem } from "../problem.ts";
import { findSeedProblem } from "./find-problem.ts";
import { MAX_SEED, type SeedPolicy } from "./policy.ts";
import { splitMix64 } from "./split-mix.ts";

/**
 * Chooses the seed of a frame, an integer from 0 to `max`.
 *
 * @param firstFrame lowest frame of the batch, or of the batch that a retake belongs to
 * @param max largest seed that the workflow takes, at most 2^53 − 1. `increment` and `perFrame` count modulo `max` + 1.
 */
export function chooseSeed(
  policy: SeedPolicy,
  frame: number,
  firstFrame: number,
  { max = MAX_SEED }: { max?: number } = {},
): { seed: number } | { problem: FrameProblem } {
  const problem = findSeedProblem(policy, { frames: [frame], max });
  if (problem) return { problem };
  switch (policy.kind) {
    case "fixed":
      return { seed: policy.seed };
    case "increment":
      return {
        seed: wrap(BigInt(policy.seed) + BigInt(policy.step ?? 1) * (BigInt(frame) - BigInt(firstFrame)), max),
      };
    case "perFrame":
      return { seed: wrap(splitMix64(BigInt(policy.seed), BigInt(frame)), max) };
    case "table":
      return { seed: policy.seeds[frame] ?? 0 };
  }
}

/** @returns `value` modulo `max` + 1, never negative */
function wrap(value: bigint, max: number): number {
  const limit = BigInt(max) + 1n;
  return Number(((value % limit) + limit) % limit);
}
