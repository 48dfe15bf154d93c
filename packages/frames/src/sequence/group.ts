import { formatCount, quoteText, type FrameProblem } from "../problem.ts";
import { summarizeFrames } from "../summarize-frames.ts";
import { groupByPadding } from "./padding.ts";
import { formatPattern, type SequencePattern } from "./pattern.ts";
import { toSequence, type FrameFile, type ImageSequence } from "./sequence.ts";
import { splitFrameName, type NumberedName } from "./split-name.ts";

/** The files of a folder. */
export interface GroupedFiles {
  readonly sequences: readonly ImageSequence[];
  /** Names of all other files; also of numbered ones without a second frame, and of the second file of a frame. */
  readonly singles: readonly string[];
  /** Two paddings of one name, and frames that two files have. */
  readonly problems: readonly FrameProblem[];
}

/**
 * Groups the files of a folder into image sequences: files whose names differ only in the number in front of the extension.
 * Files with different padding are different sequences, which is a problem, because programs open only one of them.
 *
 * @param names of files, without repeats; their order has no effect
 */
export function groupSequences(names: readonly string[]): GroupedFiles {
  const numbered = new Map<string, NumberedName[]>();
  const singles: string[] = [];
  for (const name of [...names].sort(compareNames)) {
    const split = splitFrameName(name);
    if (!split) {
      singles.push(name);
      continue;
    }
    const key = JSON.stringify([split.prefix, split.suffix]);
    const files = numbered.get(key);
    if (files) files.push(split);
    else numbered.set(key, [split]);
  }
  const sequences: ImageSequence[] = [];
  const problems: FrameProblem[] = [];
  for (const files of numbered.values()) {
    const paddings = [...groupByPadding(files)].sort(([a], [b]) => a - b);
    if (paddings.length > 1) problems.push(explainPaddings(paddings));
    const repeated = findRepeated(files);
    if (repeated) problems.push(repeated);
    for (const [padding, members] of paddings) {
      const [one] = members;
      const unique = keepFirst(members);
      const isSequence = one !== undefined && unique.length > 1;
      if (isSequence) sequences.push(toSequence(toPattern(one, padding), unique));
      const grouped = new Set(isSequence ? unique.map(({ name }) => name) : []);
      singles.push(...members.map(({ name }) => name).filter((name) => !grouped.has(name)));
    }
  }
  return { sequences, singles: singles.sort(compareNames), problems };
}

/** By code units: the same on every machine. */
const compareNames = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const toPattern = ({ prefix, suffix }: NumberedName, padding: number): SequencePattern => ({ prefix, padding, suffix });

/** One file for each frame. */
const keepFirst = (files: readonly NumberedName[]): FrameFile[] => {
  const byFrame = new Map<number, FrameFile>();
  for (const { frame, name } of files) if (!byFrame.has(frame)) byFrame.set(frame, { frame, name });
  return [...byFrame.values()];
};

function explainPaddings(paddings: readonly (readonly [number, readonly NumberedName[]])[]): FrameProblem {
  const names = paddings.map(([, [file]]) => quoteText(file?.name ?? ""));
  const [padding, [file] = []] = paddings.at(-1) ?? [1];
  const pattern = file ? formatPattern(toPattern(file, padding)) : "";
  return {
    code: "paddings_differ",
    message: `Frame numbers have different padding: ${names.join(" and ")}.`,
    remedy: `Rename the files to one padding, such as ${quoteText(pattern)}.`,
  };
}

function findRepeated(files: readonly NumberedName[]): FrameProblem | undefined {
  const names = new Map<number, string[]>();
  for (const { frame, name } of files) names.set(frame, [...(names.get(frame) ?? []), name]);
  const repeated = [...names].filter(([, same]) => same.length > 1);
  const [example] = repeated;
  if (!example) return undefined;
  const [frame, same] = example;
  const more = repeated.length > 1 ? ` So do ${formatCount(repeated.length - 1)} other frames.` : "";
  return {
    code: "frame_twice",
    message: `Frame ${frame} has ${same.length} files: ${same.map(quoteText).join(" and ")}.${more}`,
    remedy: `Keep one file for each of ${summarizeFrames(repeated.map(([number]) => number))}.`,
  };
}
