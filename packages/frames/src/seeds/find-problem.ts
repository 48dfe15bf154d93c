import { formatCount, type FrameProblem } from "../problem.ts";
import { summarizeFrames } from "../summarize-frames.ts";
import { MAX_SEED, type SeedPolicy } from "./policy.ts";

/**
 * Finds the first reason for which a policy cannot give each frame a seed: a seed outside of the limits, or frames that the
 * table lacks.
 *
 * @param max largest seed that the workflow takes, at most 2^53 − 1
 */
export function findSeedProblem(
  policy: SeedPolicy,
  { frames, max = MAX_SEED }: { frames: readonly number[]; max?: number },
): FrameProblem | undefined {
  if (!Number.isSafeInteger(max) || max < 0) throw new RangeError(`The largest seed is ${max}. Use 0 to ${MAX_SEED}.`);
  if (policy.kind !== "table") return findValueProblem("The seed", policy.seed, max) ?? findStepProblem(policy);
  const missing = frames.filter((frame) => !Object.hasOwn(policy.seeds, frame));
  if (missing.length > 0)
    return {
      code: "seed_missing",
      message: `The seed table has no seed for ${missing.length === 1 ? "frame" : "frames"} ${summarizeFrames(missing)}.`,
      remedy: "Add seeds for them, or choose another seed policy.",
    };
  for (const frame of frames) {
    const problem = findValueProblem(`The seed of frame ${frame}`, policy.seeds[frame] ?? 0, max);
    if (problem) return problem;
  }
  return undefined;
}

function findValueProblem(name: string, seed: number, max: number): FrameProblem | undefined {
  if (Number.isSafeInteger(seed) && seed >= 0 && seed <= max) return undefined;
  return {
    code: "seed_invalid",
    message: `${name} is ${seed}, which this workflow cannot use.`,
    remedy: `Use a whole number from 0 to ${formatCount(max)}.`,
  };
}

function findStepProblem(policy: SeedPolicy): FrameProblem | undefined {
  if (policy.kind !== "increment" || policy.step === undefined || Number.isSafeInteger(policy.step)) return undefined;
  return {
    code: "seed_invalid",
    message: `The step between seeds is ${policy.step}.`,
    remedy: `Use a whole number up to ${formatCount(MAX_SEED)}, such as 1.`,
  };
}
