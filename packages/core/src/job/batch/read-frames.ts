import { parseFrameRange } from "@pegbar/frames";
import { VisibleError } from "../../platform/error/index.ts";
import { toProblemDetail } from "./frame-problems.ts";
import { MAX_JOBS } from "./request.ts";

/** The frames that `frames` of a request names. @throws parameters_invalid with what is wrong with the range */
export function readFrames(text: string): readonly number[] {
  const parsed = parseFrameRange(text, { maxFrames: MAX_JOBS });
  if ("range" in parsed) return parsed.range.frames;
  const problem = toProblemDetail(parsed.problem, "/frames");
  throw new VisibleError("parameters_invalid", `${problem.message}. ${problem.remedy}`, { errors: [problem] });
}
