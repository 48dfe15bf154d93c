/** A way to write frame ranges in other tools or by hand, and what it is here. */
interface Spelling {
  readonly pattern: RegExp;
  readonly replacement: string;
  /** What is wrong with the characters found. */
  readonly explain: (found: string) => string;
  /** What to do if the corrected text cannot be shown. */
  readonly remedy: string;
}

export const RANGE_EXAMPLES = "Write frames such as 1-100, 1-100:2 or 5,9,12-20.";

/** What a colon means, for a hint next to a field. */
export const STEP_HINT =
  "A colon is the step: 1-10:2 is 1, 3, 5, 7, 9. In OpenCue and fileseq a colon interleaves, and the step is an x: 1-10x2.";

const WITH_HYPHEN = "Use a hyphen between the first and the last frame, such as 1-10.";
const WITH_COLON = "Use a colon for the step, such as 1-10:2.";
const WITH_COMMAS = "Separate frames with commas, such as 5,9,12-20.";
const NO_EXTRA_COMMA = "Remove the extra comma.";
const explainComma = () => "There is no frame next to a comma.";

/**
 * In the order in which they are replaced. They come from OpenCue and fileseq (`x`), Deadline (`x`, `step`, `by`, `every`),
 * FFmpeg and shells (`..`), and word processors (dashes).
 */
export const spellings: readonly Spelling[] = [
  {
    pattern: /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/u,
    replacement: "-",
    explain: (found) => `${found} is a dash, not a hyphen (-).`,
    remedy: WITH_HYPHEN,
  },
  {
    pattern: /\s*(?:\.{2,}|\u2026|~|\bto\b|\bbis\b)\s*/iu,
    replacement: "-",
    explain: (found) => `${found} does not join the first and the last frame.`,
    remedy: WITH_HYPHEN,
  },
  {
    pattern: /\s*(?:x|\u00D7|@|%|steps?|by|every)\s*(?=-?\s*[0-9])/iu,
    replacement: ":",
    explain: (found) =>
      `${found} does not set a step. The step follows a colon here; in OpenCue it follows an x, and a colon interleaves.`,
    remedy: WITH_COLON,
  },
  {
    pattern: /\s*(?:[;|/&]|\band\b|\bund\b)\s*/iu,
    replacement: ",",
    explain: (found) => `${found} does not separate frames.`,
    remedy: WITH_COMMAS,
  },
  {
    pattern: /(?<![0-9\s]\s*)\+(?=\s*[0-9])/u,
    replacement: "",
    explain: () => "A number has a plus sign.",
    remedy: "Leave the plus sign out.",
  },
  {
    pattern: /(?<=[0-9])\s+(?=[0-9])/u,
    replacement: ",",
    explain: () => "A space does not separate frames.",
    remedy: WITH_COMMAS,
  },
  { pattern: /^\s*,[\s,]*|\s*,[\s,]*$/u, replacement: "", explain: explainComma, remedy: NO_EXTRA_COMMA },
  { pattern: /,(?:\s*,)+/u, replacement: ",", explain: explainComma, remedy: NO_EXTRA_COMMA },
];
