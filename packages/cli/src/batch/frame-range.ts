import { parseFrameRange, STEP_HINT, type FrameProblem, type FrameRange } from "@pegbar/frames";
import { CliError } from "../exit.ts";

/** Maximum number of jobs of a batch. */
const MAX_FRAMES = 10_000;

/** Reads the frame range of an option: `1-48:2`. */
export function readFrameRange(text: string, option = "--frames"): FrameRange {
  const parsed = parseFrameRange(text, { maxFrames: MAX_FRAMES });
  if ("range" in parsed) return parsed.range;
  throw createFrameError(`${option} ${JSON.stringify(text)}`, parsed.problem);
}

/** An error of the arguments that a rule for frames has found. */
export const createFrameError = (what: string, { message, remedy }: FrameProblem): CliError =>
  new CliError("usage", `Invalid ${what}: ${message}`, remedy);

export const FRAMES_HELP = `such as 1-48, 1-48:2 or 5,9,12-20. ${STEP_HINT}`;
