import { formatCount, quoteText, type FrameProblem } from "../problem.ts";
import { countPart, countWritten, joinParts, listPartFrames, toPart, type Part } from "./part.ts";
import { formatRangeText } from "./range-text.ts";
import { readParts } from "./read.ts";

/** The frames of a batch. Has at least one frame, and no frame twice. */
export interface FrameRange {
  /** In the order in which openjd-model iterates: parts by their lowest frame, descending parts downwards. */
  readonly frames: readonly number[];
  readonly count: number;
  /** The lowest frame. */
  readonly first: number;
  /** The highest frame. */
  readonly last: number;
  /** Parses to the same frames in the same order. */
  readonly text: string;
}

/**
 * Parses a frame range in the syntax of Open Job Description (IntRangeExpr of openjd-model 0.13): `1-100`, `1-100:2`,
 * `5,9,12-20`, `-5--1`, `10-1:-3`. Never throws; a range with too many frames is refused before it is expanded.
 *
 * A part that continues another one with the same step is joined with it, and then ascends: `3-1:-1,4-6` is 1 to 6.
 *
 * @param maxFrames maximum number of frames
 */
export function parseFrameRange(
  text: string,
  { maxFrames = 100_000 }: { maxFrames?: number } = {},
): { range: FrameRange } | { problem: FrameProblem } {
  const read = readParts(text, maxFrames);
  if ("problem" in read) return read;
  const count = read.parts.reduce((sum, part) => sum + countWritten(part), 0);
  if (read.isTruncated || count > maxFrames)
    return { problem: refuseCount(read.isTruncated ? undefined : count, maxFrames) };
  const parts = joinParts(read.parts.map(toPart));
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1];
    if (before && before.high >= part.low) return { problem: explainOverlap(text, before, part) };
  }
  const frames = parts.flatMap(listPartFrames);
  return {
    range: {
      frames,
      count,
      first: parts[0]?.low ?? 0,
      last: parts.at(-1)?.high ?? 0,
      text: formatRangeText(frames),
    },
  };
}

const refuseCount = (count: number | undefined, maxFrames: number): FrameProblem => ({
  code: "too_many_frames",
  message: `The range has ${count === undefined ? "more parts" : `${formatCount(count)} frames, more`} than ${formatCount(maxFrames)}.`,
  remedy: `Choose at most ${formatCount(maxFrames)} frames, for example with a step such as 1-100:2.`,
});

function explainOverlap(text: string, before: Part, part: Part): FrameProblem {
  const shared = findShared(before, part);
  const at = part.at;
  const written = quoteText((text.slice(at).split(",", 1)[0] ?? "").trim());
  if (shared === undefined)
    return {
      code: "parts_interleave",
      message: `${written} begins within another part of the range, so the parts have no order.`,
      remedy: "Write the frames as one part, or list them one by one.",
      at,
    };
  return {
    code: "frame_repeated",
    message: `Frame ${shared} is in the range twice: again in ${written}.`,
    remedy: "Remove it from one of the parts. Each frame is rendered once.",
    at,
  };
}

/** The lowest frame that two parts share. */
function findShared(one: Part, other: Part): number | undefined {
  const [few, many] = countPart(one) < countPart(other) ? [one, other] : [other, one];
  return listPartFrames({ ...few, descending: false }).find(
    (frame) => frame >= many.low && frame <= many.high && (frame - many.low) % many.step === 0,
  );
}
