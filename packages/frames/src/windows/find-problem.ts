import { MAX_FRAME_NUMBER } from "../frame-number.ts";
import { countSpan, type FrameSpan } from "../frame-span.ts";
import { formatCount, type FrameProblem } from "../problem.ts";
import { MAX_WINDOWED_FRAMES } from "./limits.ts";
import type { WindowOptions } from "./window.ts";

/** Finds the first reason for which a range cannot be divided into windows, except that it is too short. */
export function findWindowProblem(span: FrameSpan, options: WindowOptions): FrameProblem | undefined {
  return findValueProblem(options) ?? findLengthProblem(options) ?? findSpanProblem(span);
}

function findValueProblem({ length, overlap = 0, handles = 0, multiple }: WindowOptions): FrameProblem | undefined {
  const values: [name: string, value: number, least: number][] = [
    ["length", length, 1],
    ["overlap", overlap, 0],
    ["number of handles", handles, 0],
    ["multiple of the length", multiple?.of ?? 1, 1],
    ["number added to the multiple", multiple?.plus ?? 0, 0],
  ];
  for (const [name, value, least] of values)
    if (!Number.isInteger(value) || value < least || value > MAX_WINDOWED_FRAMES)
      return {
        code: "window_invalid",
        message: `The ${name} of the windows is ${value}.`,
        remedy: `Use a whole number from ${least} to ${formatCount(MAX_WINDOWED_FRAMES)}.`,
      };
  return undefined;
}

function findLengthProblem({ length, overlap = 0, handles = 0, multiple }: WindowOptions): FrameProblem | undefined {
  if (multiple && (length < multiple.plus || (length - multiple.plus) % multiple.of !== 0)) {
    const { of, plus } = multiple;
    const shorter = plus + Math.floor((length - plus) / of) * of;
    const allowed = [shorter, shorter + of].filter((value) => value >= Math.max(plus, 1));
    return {
      code: "window_length_not_allowed",
      message: `The model takes multiples of ${of} plus ${plus} frames, and the windows have ${length}.`,
      remedy: `Set the length to ${allowed.join(" or ")}.`,
    };
  }
  const own = length - 2 * handles;
  if (own > overlap) return undefined;
  return {
    code: "overlap_too_long",
    message:
      handles === 0
        ? `Windows of ${length} frames overlap by ${overlap}, so no window gets further than the one before.`
        : `Windows of ${length} frames have ${handles} handles at each end and overlap by ${overlap}, so no window gets further than the one before.`,
    remedy: own > 0 ? `Set the overlap to at most ${own - 1}.` : "Use fewer handles, or longer windows.",
  };
}

function findSpanProblem(span: FrameSpan): FrameProblem | undefined {
  const { first, last } = span;
  if (![first, last].every((frame) => Number.isInteger(frame) && Math.abs(frame) <= MAX_FRAME_NUMBER) || first > last)
    return {
      code: "window_invalid",
      message: `Frames ${first} to ${last} are not a range.`,
      remedy: "Use whole frame numbers, the lowest first.",
    };
  if (countSpan(span) <= MAX_WINDOWED_FRAMES) return undefined;
  return {
    code: "too_many_frames",
    message: `The range has ${formatCount(countSpan(span))} frames, more than ${formatCount(MAX_WINDOWED_FRAMES)}.`,
    remedy: "Divide it into several batches.",
  };
}
