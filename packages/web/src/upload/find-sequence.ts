import { formatFrames, formatPattern, groupSequences, type FrameSpan, type ImageSequence } from "@pegbar/frames";

/** A file with its place in what was chosen: `plates/plate.0001.exr`, or its name alone. */
export interface PickedFile {
  path: string;
  file: File;
}

/** What was dropped or chosen at once. */
export interface PickedFiles {
  files: readonly PickedFile[];
  /** Whether these are the files of folders. */
  isFolder: boolean;
}

/** Files that are an image sequence. */
export interface FoundSequence {
  /** The folder that was chosen; empty for files. */
  folder: string;
  /** File name with a `#` for each digit: `plate.####.exr`. */
  pattern: string;
  /** In order of their frames. */
  files: readonly { frame: number; file: File }[];
  /** Frames that have a file, as a range. */
  frames: string;
  /** Gaps between the first and the last frame. */
  missing: readonly FrameSpan[];
  missingCount: number;
}

/** A sequence, or why the files are none and what to do. `name` says which files. */
export type SequenceChoice = FoundSequence | { folder: string; name: string; problem: string };

/** More files of one pattern at once are a sequence; up to here, each is a file of its own. */
const MAX_SINGLE_FILES = 20;
/** Maximum number of files of a sequence, as in the API. */
const MAX_FILES = 10_000;

/**
 * Finds the image sequence in files that were dropped or chosen at once. Hidden files, such as those of macOS, do not count.
 * @returns undefined for files that are inputs of their own
 */
export function findSequence({ files, isFolder }: PickedFiles): SequenceChoice | undefined {
  const visible = files.filter(({ path }) => !path.split("/").some((part) => part.startsWith(".")));
  if (isFolder) return chooseInFolder(getFolder(files[0]?.path ?? "").split("/")[0] ?? "", visible);
  if (visible.length <= MAX_SINGLE_FILES || !haveOnePattern(visible)) return undefined;
  return chooseInFolder("", visible);
}

const getFolder = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

function chooseInFolder(folder: string, files: readonly PickedFile[]): SequenceChoice {
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  const groups = [...Map.groupBy(files, ({ path }) => getFolder(path))].map(([where, members]) => ({
    where,
    ...groupSequences(members.map(({ file }) => file.name)),
  }));
  const sequences = groups.flatMap(({ where, sequences: found }) => found.map((sequence) => ({ where, sequence })));
  const refuse = (problem: string): SequenceChoice => {
    const [first] = sequences;
    return { folder, name: folder || (first ? formatPattern(first.sequence.pattern) : "Files"), problem };
  };
  const [problem, ...others] = groups.flatMap(({ problems }) => problems);
  if (problem)
    return refuse(`${problem.message} ${problem.remedy}${others.length > 0 ? ` (and ${others.length} more)` : ""}`);
  const [only, ...more] = sequences;
  if (!only)
    return refuse("This folder contains no image sequence. Name its files plate.0001.png, plate.0002.png, and so on.");
  if (more.length > 0)
    return refuse(
      `This folder contains ${sequences.length} image sequences: ${listPatterns(sequences)}. Select the files of one of them, or choose a folder with one.`,
    );
  if (only.sequence.files.length > MAX_FILES)
    return refuse(
      `${only.sequence.files.length.toLocaleString("en")} files. A sequence has at most ${MAX_FILES.toLocaleString("en")}: upload it in parts.`,
    );
  return toFound(folder, only.where, only.sequence, byPath);
}

const MAX_PATTERNS = 4;

function listPatterns(sequences: readonly { where: string; sequence: ImageSequence }[]): string {
  const patterns = sequences.map(({ where, sequence: { pattern } }) => join(where, formatPattern(pattern)));
  return `${patterns.slice(0, MAX_PATTERNS).join(", ")}${patterns.length > MAX_PATTERNS ? " and more" : ""}`;
}

const join = (folder: string, name: string): string => (folder === "" ? name : `${folder}/${name}`);

function toFound(
  folder: string,
  where: string,
  { pattern, files, missing, missingCount }: ImageSequence,
  byPath: ReadonlyMap<string, File>,
): FoundSequence {
  return {
    folder,
    pattern: formatPattern(pattern),
    files: files.flatMap(({ frame, name }) => {
      const file = byPath.get(join(where, name));
      return file ? [{ frame, file }] : [];
    }),
    frames: formatFrames(files.map(({ frame }) => frame)),
    missing,
    missingCount,
  };
}

/** Whether names differ only in their frame number, whatever its padding. */
function haveOnePattern(files: readonly PickedFile[]): boolean {
  const names = files.map(({ file }) => file.name);
  const [first] = groupSequences(names).sequences;
  if (!first) return false;
  const { prefix, suffix } = first.pattern;
  return names.every(
    (name) =>
      name.startsWith(prefix) &&
      name.endsWith(suffix) &&
      /^-?\d+$/.test(name.slice(prefix.length, name.length - suffix.length)),
  );
}
