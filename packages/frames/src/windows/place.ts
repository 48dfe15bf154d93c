import type { FrameProblem } from "../problem.ts";
import { chainWindows } from "./chain.ts";
import type { FrameWindow } from "./frame-window.ts";
import { splitIntoWindows } from "./split.ts";
import type { WindowOptions } from "./window.ts";

/**
 * Divides the frames of a batch among windows, in ascending order. Frames on twos are neighbours of each other: a window of
 * 16 frames then covers 32 frame numbers.
 * @param frames without repeats, in any order
 * @param options `isChain`: each window continues the one before
 */
export function placeWindows(
  frames: readonly number[],
  { isChain, ...options }: WindowOptions & { readonly isChain: boolean },
): { windows: FrameWindow[] } | { problem: FrameProblem } {
  const sorted = frames.toSorted((a, b) => a - b);
  const [first = 0, second] = sorted;
  const step = second === undefined ? 1 : second - first;
  const gap = sorted.findIndex((frame, index) => frame !== first + index * step);
  if (gap !== -1) return { problem: createUnevenProblem(sorted[gap - 1] ?? first, sorted[gap] ?? first, step) };
  const span = { first: 0, last: sorted.length - 1 };
  const found = isChain ? chainWindows(span, options) : splitIntoWindows(span, options);
  if ("problem" in found) return found;
  return {
    windows: found.windows.map(({ handleFirst, handleLast, keepFirst, keepLast }) => ({
      first: first + handleFirst * step,
      step,
      length: handleLast - handleFirst + 1,
      skip: keepFirst - handleFirst,
      keep: keepLast - keepFirst + 1,
    })),
  };
}

const createUnevenProblem = (before: number, after: number, step: number): FrameProblem => ({
  code: "frames_uneven",
  message: `Frame ${after} follows ${before}, and the frames before them are ${step} apart. A model that renders several frames at once needs equal distances.`,
  remedy: "Submit a batch for each part of the range.",
});
