/** The name of a picture of a sequence, with a place for the frame number. */
export interface SequencePattern {
  /** What is in front of the frame number, with a folder if there is one. */
  readonly prefix: string;
  /** Minimum number of characters of the frame number, a minus included; 1 is no padding. */
  readonly padding: number;
  /** What follows the frame number, with the extension. */
  readonly suffix: string;
}

/** Writes a pattern as `plate.####.exr`, whatever its first spelling was. */
export const formatPattern = ({ prefix, padding, suffix }: SequencePattern): string =>
  `${prefix}${"#".repeat(padding)}${suffix}`;

/**
 * The file name of a frame. Longer numbers are not truncated. The minus of a negative frame counts, as in C's `%04d`,
 * Python, FFmpeg and fileseq: `plate.-001.exr`. OpenTimelineIO does not count it and looks for `plate.-0001.exr`.
 */
export const formatFrameName = ({ prefix, padding, suffix }: SequencePattern, frame: number): string =>
  `${prefix}${frame < 0 ? "-" : ""}${String(Math.abs(frame)).padStart(padding - (frame < 0 ? 1 : 0), "0")}${suffix}`;

/**
 * The frame of a file that belongs to a pattern; undefined if it does not. Zeros of a negative frame may also be padded
 * without the minus: `plate.-0001.exr`.
 */
export function readFrame(pattern: SequencePattern, name: string): number | undefined {
  const { prefix, suffix } = pattern;
  if (!name.startsWith(prefix) || !name.endsWith(suffix)) return undefined;
  const digits = name.slice(prefix.length, name.length - suffix.length);
  if (!/^-?[0-9]{1,16}$/.test(digits)) return undefined;
  const frame = Number(digits) + 0;
  const spellings = [pattern, { ...pattern, padding: pattern.padding + 1 }].slice(0, digits.startsWith("-") ? 2 : 1);
  return spellings.some((spelling) => formatFrameName(spelling, frame) === name) ? frame : undefined;
}
