import type { WorkloadClass } from "../../contract/index.ts";

interface Speed {
  /** Pixels × steps that a GPU of the class does in a millisecond, with a model of the size that the class is for. */
  pixelStepsPerMs: number;
  /** Longest that loading its models may take. */
  loadMs: number;
}

/**
 * What is assumed of a workflow that has never been measured. From published throughput: SD 1.5 at 512² and 20 steps in
 * 2.6 s on an L4, SDXL at 1024² and 30 steps in 9 s on an L40S, FLUX at 1024² and 28 steps in 25 s there.
 */
const speeds: Record<WorkloadClass, Speed> = {
  light: { pixelStepsPerMs: 2000, loadMs: 20_000 },
  heavy: { pixelStepsPerMs: 3500, loadMs: 40_000 },
  xl: { pixelStepsPerMs: 1200, loadMs: 90_000 },
};

/** Decoding, encoding and saving, whatever the size. */
const FIXED_MS = 500;
/** How wrong the assumption may be. */
const DOUBT = 3;

/** GPU time of a run nobody has measured, in milliseconds: with its models loaded and fast, and without and slow. */
export function estimateCold(
  workloadClass: WorkloadClass,
  pixels: number,
  steps: number,
): { lowMs: number; highMs: number } {
  const { pixelStepsPerMs, loadMs } = speeds[workloadClass];
  const working = FIXED_MS + (pixels * Math.max(1, steps)) / pixelStepsPerMs;
  return { lowMs: Math.round(working / DOUBT), highMs: Math.round(working * DOUBT + loadMs) };
}
