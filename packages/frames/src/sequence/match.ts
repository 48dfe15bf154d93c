import { formatCount, quoteText, type FrameProblem } from "../problem.ts";
import { summarizeFrames } from "../summarize-frames.ts";
import type { ImageSequence } from "./sequence.ts";

/** The files of a frame, by the name of their input. */
export interface MatchedFrame {
  readonly frame: number;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Matches image sequences by frame number, such as colour, depth and mask of a shot.
 *
 * @param frames that are rendered, in order
 * @returns frames that all sequences have; for each other sequence, the frames it lacks, and a problem
 */
export function matchSequences(
  sequences: Readonly<Record<string, Pick<ImageSequence, "files">>>,
  frames: readonly number[],
): { matched: MatchedFrame[]; missing: Record<string, number[]>; problems: FrameProblem[] } {
  const inputs = Object.entries(sequences).map(([input, { files }]) => ({
    input,
    names: new Map(files.map(({ frame, name }) => [frame, name])),
  }));
  const matched = frames
    .filter((frame) => inputs.every(({ names }) => names.has(frame)))
    .map((frame) => ({
      frame,
      files: Object.fromEntries(inputs.map(({ input, names }) => [input, names.get(frame) ?? ""])),
    }));
  const lacking = inputs
    .map(({ input, names }) => [input, frames.filter((frame) => !names.has(frame))] as const)
    .filter(([, missing]) => missing.length > 0);
  return {
    matched,
    missing: Object.fromEntries(lacking),
    problems: lacking.map(([input, missing]) => explainMissing(input, missing, frames.length)),
  };
}

const explainMissing = (input: string, missing: readonly number[], count: number): FrameProblem => ({
  code: "frames_missing",
  message: `${quoteText(input)} has no picture for ${formatCount(missing.length)} of ${formatCount(count)} frames: ${summarizeFrames(missing)}.`,
  remedy: "Add these pictures, or choose a range without these frames.",
});
