import type { FrameSpan } from "../frame-span.ts";

/** How frames are spaced, and what is missing between the first and the last one. */
export interface Spacing {
  /** Distance of neighbouring frames: 2 for pictures on twos. 1 for fewer than three frames. */
  readonly step: number;
  /** Gaps, as the first and last missing frame; at the distance of `step`. */
  readonly missing: readonly FrameSpan[];
  readonly missingCount: number;
}

/**
 * Finds the spacing and the gaps of frames. The step is the greatest that reaches all frames, so pictures on twos with one
 * missing picture have one gap.
 *
 * @param frames ascending, without repeats
 */
export function findGaps(frames: readonly number[]): Spacing {
  const distances = frames.slice(1).map((frame, index) => frame - (frames[index] ?? 0));
  const step = frames.length < 3 ? 1 : distances.reduce(findDivisor, 0);
  const missing = distances.flatMap((distance, index) => {
    const before = frames[index] ?? 0;
    return distance > step ? [{ first: before + step, last: before + distance - step }] : [];
  });
  const missingCount = missing.reduce((sum, { first, last }) => sum + (last - first) / step + 1, 0);
  return { step, missing, missingCount };
}

/** The greatest common divisor. */
const findDivisor = (one: number, other: number): number => (other === 0 ? one : findDivisor(other, one % other));
