import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import {
  findGaps,
  formatPattern,
  groupSequences,
  parseSequencePattern,
  readFrame,
  type FrameProblem,
  type SequencePattern,
} from "@pegbar/frames";
import type { ProblemDetail } from "../error.ts";
import { createSequenceError } from "../sequence/file.ts";

/** Files of an image sequence on disk. */
export interface FoundSequence {
  /** File name with a `#` for each digit: `plate.####.png`. */
  pattern: string;
  folder: string;
  /** In order of their frames. */
  files: { frame: number; name: string; path: string }[];
  /** Distance of the frames: 2 for pictures on twos. */
  step: number;
  /** Gaps between the first and the last frame, at the distance of `step`. */
  missing: readonly { first: number; last: number }[];
}

/**
 * Finds the files of an image sequence: a pattern such as `plates/plate.####.png` in any usual spelling, or a folder with
 * one sequence.
 * @throws sequence_invalid for two paddings, two files of a frame, no file, or several sequences in a folder; the file
 * system's error
 */
export async function findSequence(target: string): Promise<FoundSequence> {
  const found = await stat(target).catch((error: unknown) => {
    // A pattern is no file.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  return found?.isDirectory() ? findInFolder(target) : findByPattern(target);
}

async function findInFolder(folder: string): Promise<FoundSequence> {
  const { sequences, problems } = groupSequences(await listFiles(folder));
  const [problem] = problems;
  if (problem) throw createSequenceError(problems.map(toDetail));
  const [only, ...others] = sequences;
  if (!only)
    throw refuse(
      "sequence_missing",
      `${folder} contains no image sequence`,
      "Name its files plate.0001.png, plate.0002.png.",
    );
  if (others.length > 0)
    throw refuse(
      "sequence_ambiguous",
      `${folder} contains ${sequences.length} sequences: ${sequences.map(({ pattern }) => formatPattern(pattern)).join(", ")}`,
      `Choose one by its pattern, such as ${path.join(folder, formatPattern(only.pattern))}.`,
    );
  return toFound(folder, only.pattern, only.files);
}

async function findByPattern(target: string): Promise<FoundSequence> {
  const [folder, name] = [path.dirname(target), path.basename(target)];
  const parsed = parseSequencePattern(name);
  if ("problem" in parsed) throw createSequenceError([toDetail(parsed.problem)]);
  const { pattern } = parsed;
  const alike = (await listFiles(folder)).filter(
    (file) => file.startsWith(pattern.prefix) && file.endsWith(pattern.suffix) && isNumber(file, pattern),
  );
  const { sequences, problems } = groupSequences(alike);
  if (problems.length > 0) throw createSequenceError(problems.map(toDetail));
  const files = alike.flatMap((file) => {
    const frame = readFrame(pattern, file);
    return frame === undefined ? [] : [{ frame, name: file }];
  });
  const [other] = sequences;
  if (files.length === 0)
    throw refuse(
      "sequence_missing",
      `No file matches ${target}`,
      other ? `Did you mean ${formatPattern(other.pattern)}?` : "Check the folder and the name.",
    );
  return toFound(folder, pattern, files);
}

const isNumber = (file: string, { prefix, suffix }: SequencePattern): boolean =>
  /^-?\d+$/.test(file.slice(prefix.length, file.length - suffix.length));

function toFound(
  folder: string,
  pattern: SequencePattern,
  files: readonly { frame: number; name: string }[],
): FoundSequence {
  const sorted = [...files].sort((a, b) => a.frame - b.frame);
  const { step, missing } = findGaps(sorted.map(({ frame }) => frame));
  return {
    pattern: formatPattern(pattern),
    folder,
    files: sorted.map((file) => ({ ...file, path: path.join(folder, file.name) })),
    step,
    missing,
  };
}

/** Names of the files in a folder, without hidden ones, such as those of macOS. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() || entry.name.startsWith(".") ? [] : [entry.name]));
}

const toDetail = ({ code, message, remedy }: FrameProblem): ProblemDetail => ({
  code,
  message: message.replace(/\.$/, ""),
  remedy,
});

const refuse = (code: string, message: string, remedy: string) => createSequenceError([{ code, message, remedy }]);
