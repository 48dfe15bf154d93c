import { quoteText, type FrameProblem } from "../problem.ts";
import { RANGE_EXAMPLES, spellings } from "./other-spellings.ts";
import { findUnexpected, matchPart } from "./part-syntax.ts";

/** Longer texts come from programs; they are not searched for other spellings. */
const MAX_EXPLAINED = 1_000;
/** Maximum length of a corrected text in a sentence. */
const MAX_SHOWN = 60;

/**
 * Explains why a range expression cannot be read. A spelling of another tool is named, with the corrected text.
 *
 * @param part the first part that is not valid
 * @param offset of the part in the text
 */
export function explainSyntax(text: string, part: string, offset: number): FrameProblem {
  const code = "range_syntax";
  const spelling = text.length <= MAX_EXPLAINED ? findSpelling(text) : undefined;
  if (spelling) {
    const corrected = correct(text);
    const isShown = corrected.length <= MAX_SHOWN && corrected.split(",").every((one) => matchPart(one) !== undefined);
    return {
      code,
      message: spelling.message,
      remedy: isShown ? `Write ${quoteText(corrected)}.` : spelling.remedy,
      at: spelling.at,
    };
  }
  const unexpected = findUnexpected(part);
  return { code, ...explainPart(part, unexpected), at: offset + unexpected };
}

/** The first characters of a text that have another spelling here. */
function findSpelling(text: string): { message: string; remedy: string; at: number } | undefined {
  let first: { message: string; remedy: string; at: number } | undefined;
  for (const { pattern, explain, remedy } of spellings) {
    const found = pattern.exec(text);
    if (!found) continue;
    const at = found.index + found[0].length - found[0].trimStart().length;
    if (!first || at < first.at) first = { message: explain(quoteText(found[0].trim())), remedy, at };
  }
  return first;
}

const correct = (text: string): string =>
  spellings
    .reduce(
      (corrected, { pattern, replacement }) => corrected.replaceAll(new RegExp(pattern, "giu"), replacement),
      text,
    )
    .trim();

function explainPart(part: string, unexpected: number): { message: string; remedy: string } {
  const written = quoteText(part.trim());
  const [character] = part.slice(unexpected);
  if (part.trim() === "") return { message: "There is no frame next to a comma.", remedy: "Remove the extra comma." };
  if (character === undefined) return { message: `${written} is incomplete.`, remedy: RANGE_EXAMPLES };
  if (character === ":" && !part.slice(0, unexpected).trim().slice(1).includes("-"))
    return {
      message: `${written} has a step without a range. A colon is the step here; in OpenCue it interleaves.`,
      remedy: `Put the last frame in front of the colon, such as 1-10:2.`,
    };
  if (character === "." && /[0-9]\s*$/.test(part.slice(0, unexpected)))
    return {
      message: `${written} is not a whole number.`,
      remedy: "Frames are whole numbers: leave the fraction out.",
    };
  if (/^y$/i.test(character))
    return {
      message: `${written} leaves out every nth frame, which is a syntax of OpenCue and fileseq.`,
      remedy: "List the parts that you need, such as 2-3,5-6,8-9.",
    };
  return { message: `Unexpected ${quoteText(character)} in ${written}.`, remedy: RANGE_EXAMPLES };
}
