import { countSpan, type FrameSpan } from "../frame-span.ts";
import type { FrameProblem } from "../problem.ts";
import { findWindowProblem } from "./find-problem.ts";
import { refuseShortRange, roundLengthUp } from "./length.ts";
import type { Window, WindowOptions } from "./window.ts";

/** Frames that a window of a chain takes from the one before. Windows are named by their index. */
export interface WindowDependency extends FrameSpan {
  readonly window: number;
  readonly from: number;
}

/**
 * Divides a range into windows that are rendered one after the other: each begins with the last `overlap` frames of the one
 * before, and continues them. The last window may end after the range, because a gap would show where it began earlier;
 * those frames are not kept. With `multiple`, it is as short as the model allows.
 */
export function chainWindows(
  span: FrameSpan,
  options: WindowOptions,
): { windows: Window[]; dependencies: WindowDependency[] } | { problem: FrameProblem } {
  const problem = findWindowProblem(span, options) ?? findChainProblem(options);
  if (problem) return { problem };
  if (!options.multiple && countSpan(span) < options.length) return { problem: refuseShortRange(span, options) };
  const { overlap = 0 } = options;
  const windows: Window[] = [];
  for (let first = span.first, keepFirst = span.first; keepFirst <= span.last;) {
    const length = roundLengthUp(countSpan({ first, last: span.last }), options);
    const last = first + length - 1;
    const keepLast = Math.min(last, span.last);
    windows.push({ first, last, keepFirst, keepLast, handleFirst: first, handleLast: last });
    keepFirst = keepLast + 1;
    first = keepFirst - overlap;
  }
  const dependencies = windows.slice(1).map(({ first }, index) => ({
    window: index + 1,
    from: index,
    first,
    last: first + overlap - 1,
  }));
  return { windows, dependencies };
}

function findChainProblem({ overlap = 0, handles = 0 }: WindowOptions): FrameProblem | undefined {
  if (overlap === 0)
    return {
      code: "chain_without_overlap",
      message: "The windows of the chain share no frames, so none can continue the one before.",
      remedy: "Set the overlap to the number of frames that the workflow takes from the window before.",
    };
  if (handles > 0)
    return {
      code: "chain_with_handles",
      message:
        "The windows of the chain have handles, but a window must begin with frames that the one before has kept.",
      remedy: "Set the handles to 0, or render independent windows.",
    };
  return undefined;
}
