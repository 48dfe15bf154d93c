import { countSpan, type FrameSpan } from "../frame-span.ts";
import { formatCount, type FrameProblem } from "../problem.ts";
import type { WindowOptions } from "./window.ts";

/** The shortest length that a model takes for a number of frames, handles included; at most `length`. */
export function roundLengthUp(frames: number, { length, multiple }: WindowOptions): number {
  if (!multiple) return length;
  const { of, plus } = multiple;
  return Math.min(length, plus + Math.max(0, Math.ceil((frames - plus) / of)) * of);
}

/** The longest length that a model takes within a number of frames, handles included; 0 if there is none. */
function roundLengthDown(frames: number, { length, multiple }: WindowOptions): number {
  if (frames >= length) return length;
  if (!multiple || frames < multiple.plus) return 0;
  const { of, plus } = multiple;
  return plus + Math.floor((frames - plus) / of) * of;
}

/**
 * Chooses the length of all windows of a range: `length`, or the longest that fits into a shorter range.
 *
 * @param options have no problem that `findWindowProblem` finds
 */
export function chooseLength(span: FrameSpan, options: WindowOptions): { length: number } | { problem: FrameProblem } {
  const { overlap = 0, handles = 0 } = options;
  const length = roundLengthDown(countSpan(span) + 2 * handles, options);
  return length - 2 * handles > overlap ? { length } : { problem: refuseShortRange(span, options) };
}

/** The problem of a range that is shorter than every window. */
export function refuseShortRange(span: FrameSpan, { length, handles = 0, multiple }: WindowOptions): FrameProblem {
  const count = countSpan(span);
  const needed = multiple ? undefined : length - 2 * handles;
  return {
    code: "range_too_short",
    message:
      needed === undefined
        ? `The range has ${formatCount(count)} frames, fewer than the shortest window.`
        : `The range has ${formatCount(count)} frames, and a window has ${formatCount(needed)}.`,
    remedy:
      needed === undefined
        ? "Add frames, or choose a workflow with less overlap."
        : `Add ${formatCount(needed - count)} frames, or choose a workflow with shorter windows.`,
  };
}
