import type { WorkloadClass } from "../../contract/index.ts";

interface Speed {
  /**
   * Pixels × steps that a GPU of the class processes in a millisecond, with a model of the size that the class is for.
   */
  pixelStepsPerMs: number;
  /** Longest time to load the models, in milliseconds. */
  loadMs: number;
}

/**
 * Assumptions for a workflow without measurements. From published throughput: SD 1.5 at 512² and 20 steps in 2.6 s on
 * an L4, SDXL at 1024² and 30 steps in 9 s on an L40S, FLUX at 1024² and 28 steps in 25 s on an L40S.
 */
const speeds: Record<WorkloadClass, Speed> = {
  light: { pixelStepsPerMs: 2000, loadMs: 20_000 },
  heavy: { pixelStepsPerMs: 3500, loadMs: 40_000 },
  xl: { pixelStepsPerMs: 1200, loadMs: 90_000 },
};

/** Time to decode, encode and save, independent of the size, in milliseconds. */
const FIXED_MS = 500;
/** Factor by which the assumption may be wrong. */
const DOUBT = 3;

/**
 * GPU time of a run without measurements, in milliseconds: the lower end with loaded models, the upper end including
 * the time to load them.
 */
export function estimateCold(
  workloadClass: WorkloadClass,
  pixels: number,
  steps: number,
): { lowMs: number; highMs: number } {
  const { pixelStepsPerMs, loadMs } = speeds[workloadClass];
  const working = FIXED_MS + (pixels * Math.max(1, steps)) / pixelStepsPerMs;
  return { lowMs: Math.round(working / DOUBT), highMs: Math.round(working * DOUBT + loadMs) };
}
