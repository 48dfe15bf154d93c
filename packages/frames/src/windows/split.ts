import type { FrameSpan } from "../frame-span.ts";
import type { FrameProblem } from "../problem.ts";
import { findWindowProblem } from "./find-problem.ts";
import { chooseLength } from "./length.ts";
import type { Window, WindowOptions } from "./window.ts";

/**
 * Divides a range into windows that can be rendered in any order. All have the same length: the last one begins earlier
 * than the overlap says, if necessary. The middle of an overlap is where the later window takes over. A range that is
 * shorter than a window is refused, unless `multiple` allows shorter windows.
 */
export function splitIntoWindows(
  span: FrameSpan,
  options: WindowOptions,
): { windows: Window[] } | { problem: FrameProblem } {
  const problem = findWindowProblem(span, options);
  if (problem) return { problem };
  const chosen = chooseLength(span, options);
  if ("problem" in chosen) return chosen;
  const { overlap = 0, handles = 0 } = options;
  const spans = placeSpans(span, chosen.length - 2 * handles, overlap);
  let keepFirst = span.first;
  const windows = spans.map(({ first, last }, index) => {
    const next = spans[index + 1];
    // Of an odd number of shared frames, the earlier window keeps one more.
    const keepLast = next ? Math.floor((next.first + last) / 2) : span.last;
    const window = { first, last, keepFirst, keepLast, handleFirst: first - handles, handleLast: last + handles };
    keepFirst = keepLast + 1;
    return window;
  });
  return { windows };
}

/** Places spans of `length` frames; the last one ends with the range. */
function placeSpans({ first, last }: FrameSpan, length: number, overlap: number): FrameSpan[] {
  const spans: FrameSpan[] = [];
  for (let start = first; start + length - 1 < last; start += length - overlap)
    spans.push({ first: start, last: start + length - 1 });
  return [...spans, { first: last - length + 1, last }];
}
