import {
  getFrameAt,
  orderFrames,
  placeWindows,
  type FrameOrder,
  type FrameRange,
  type FrameWindow,
} from "@pegbar/frames";
import type { ProblemDetail } from "../../platform/error/index.ts";
import type { Form } from "../../schema/form.ts";
import { toProblemDetail } from "./frame-problems.ts";

/** A frame, or the frames that a workflow renders at once. */
export interface Place {
  /** Null without frames. Of a window, the first frame that is kept. */
  frame: number | null;
  window: FrameWindow | null;
  /** Whether it continues the window before. */
  isContinued: boolean;
}

/**
 * What each step renders per job, in the order in which jobs start: a frame, or a window of a workflow that renders several
 * frames at once. Windows of a chain are in the order of their frames.
 */
export function placeSteps(
  forms: readonly Form[],
  range: FrameRange | undefined,
  order: FrameOrder,
): { steps: Place[][] } | { problems: ProblemDetail[] } {
  if (!range) return { steps: forms.map(() => [{ frame: null, window: null, isContinued: false }]) };
  const frames = orderFrames(range.frames, order).map((frame) => ({ frame, window: null, isContinued: false }));
  const steps: Place[][] = [];
  for (const { window: options } of forms) {
    if (!options) {
      steps.push(frames);
      continue;
    }
    const { length, overlap, handles, multiple, continueInput } = options;
    const isChain = continueInput !== undefined;
    const placed = placeWindows(range.frames, { length, overlap, handles, ...(multiple ? { multiple } : {}), isChain });
    if ("problem" in placed) return { problems: [toProblemDetail(placed.problem, "/frames")] };
    const places = placed.windows.map((window, index) => ({
      frame: getFrameAt(window, window.skip),
      window,
      isContinued: isChain && index > 0,
    }));
    const indices = orderFrames([...places.keys()], isChain ? "given" : order);
    steps.push(indices.flatMap((index) => places[index] ?? []));
  }
  return { steps };
}
