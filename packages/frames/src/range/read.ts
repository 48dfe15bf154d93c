import type { FrameProblem } from "../problem.ts";
import { explainSyntax } from "./explain-syntax.ts";
import { MAX_FRAME_NUMBER } from "../frame-number.ts";
import { RANGE_EXAMPLES } from "./other-spellings.ts";
import { matchPart } from "./part-syntax.ts";
import type { WrittenPart } from "./part.ts";

/**
 * Reads the parts of a range expression as they are written, without expanding them. Zero padding is allowed, a plus sign
 * is not.
 *
 * @param maxParts more parts are not read; each would have at least one frame
 */
export function readParts(
  text: string,
  maxParts: number,
): { parts: WrittenPart[]; isTruncated: boolean } | { problem: FrameProblem } {
  if (text.trim() === "")
    return { problem: { code: "range_empty", message: "The frame range is empty.", remedy: RANGE_EXAMPLES, at: 0 } };
  const pieces = text.split(",", maxParts + 1);
  const parts: WrittenPart[] = [];
  let offset = 0;
  for (const piece of pieces.slice(0, maxParts)) {
    const found = matchPart(piece);
    if (!found) return { problem: explainSyntax(text, piece, offset) };
    const at = offset + piece.length - piece.trimStart().length;
    const start = readInteger(found.start);
    const part = { start, end: readInteger(found.end ?? found.start), step: readInteger(found.step ?? "1"), at };
    const problem = findNumberProblem(piece.trim(), part);
    if (problem) return { problem };
    parts.push(part);
    offset += piece.length + 1;
  }
  return { parts, isTruncated: pieces.length > maxParts };
}

/** Never −0. Digits that no number can hold become infinite. */
const readInteger = (digits: string): number => Number(digits.replaceAll(/\s/g, "")) + 0;

function findNumberProblem(written: string, { start, end, step, at }: WrittenPart): FrameProblem | undefined {
  if (Math.max(Math.abs(start), Math.abs(end), Math.abs(step)) > MAX_FRAME_NUMBER)
    return {
      code: "number_too_large",
      message: "A number of the frame range is too large.",
      remedy: `Use frame numbers and steps from -${MAX_FRAME_NUMBER} to ${MAX_FRAME_NUMBER}.`,
      at,
    };
  const [low, high] = start < end ? [start, end] : [end, start];
  const up = (by: number) => `"${low}-${high}${by === 1 ? "" : `:${by}`}"`;
  const down = (by: number) => `"${high}-${low}:-${by}"`;
  if (step === 0)
    return {
      code: "step_zero",
      message: `The step of "${written}" is 0, so it would never reach its end.`,
      remedy: `Write ${up(1)} for every frame, or ${up(2)} for every second frame.`,
      at,
    };
  if (step > 0 ? start <= end : start >= end) return undefined;
  return {
    code: "step_direction",
    message:
      step > 0
        ? `"${written}" goes backwards, which needs a negative step.`
        : `"${written}" goes forwards, but its step is negative.`,
    remedy: `Write ${up(Math.abs(step))} to count up, or ${down(Math.abs(step))} to count down.`,
    at,
  };
}
