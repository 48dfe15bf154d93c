import { quoteText, type FrameProblem } from "../problem.ts";
import { formatPattern, type SequencePattern } from "./pattern.ts";
import { notSupported, placeholders } from "./placeholders.ts";
import { splitFrameName } from "./split-name.ts";

/** Longest padding; frame numbers have at most nine digits. */
const MAX_PADDING = 12;

const ANY = new RegExp(placeholders.map(({ pattern }) => `(${pattern})`).join("|"), "g");

/**
 * Parses the pattern of an image sequence in any common spelling: `plate.####.exr`, `plate.%04d.exr`, `plate.@@@@.exr`,
 * `plate.$F4.exr`, `plate.<f4>.exr`, `plate.{frame:04}.exr`. It has one frame number.
 */
export function parseSequencePattern(text: string): { pattern: SequencePattern } | { problem: FrameProblem } {
  const unsupported = findUnsupported(text);
  if (unsupported) return { problem: unsupported };
  const [found, second] = text.matchAll(ANY);
  if (!found) return { problem: refuseWithoutFrame(text) };
  if (second)
    return {
      problem: {
        code: "pattern_with_two_frames",
        message: `${quoteText(text)} has more than one frame number: ${quoteText(found[0])} and ${quoteText(second[0])}.`,
        remedy: "Keep the one in front of the extension.",
        at: second.index,
      },
    };
  const padding = placeholders.find((_, index) => found[index + 1] !== undefined)?.readPadding(found[0]) ?? 1;
  if (padding > MAX_PADDING)
    return {
      problem: {
        code: "pattern_not_supported",
        message: `${quoteText(found[0])} is a number of ${padding} digits.`,
        remedy: `Use at most ${MAX_PADDING} digits.`,
        at: found.index,
      },
    };
  return {
    pattern: { prefix: text.slice(0, found.index), padding, suffix: text.slice(found.index + found[0].length) },
  };
}

function findUnsupported(text: string): FrameProblem | undefined {
  for (const { pattern, reason, remedy } of notSupported) {
    const found = pattern.exec(text);
    if (found)
      return {
        code: "pattern_not_supported",
        message: `${quoteText(found[0])} in ${quoteText(text)} ${reason}.`,
        remedy,
        at: found.index,
      };
  }
  return undefined;
}

function refuseWithoutFrame(text: string): FrameProblem {
  const numbered = splitFrameName(text);
  const suggested = numbered && formatPattern({ ...numbered, padding: numbered.digits.length });
  return {
    code: "pattern_without_frame",
    message: `${quoteText(text)} has no place for the frame number.`,
    remedy: suggested
      ? `Write ${quoteText(suggested)} for the whole sequence.`
      : "Use one # for each digit, such as plate.####.exr.",
  };
}
