import { stat } from "node:fs/promises";
import { parseSequencePattern, matchSequences, type FrameRange } from "@pegbar/frames";
import { findSequence, uploadSequencePath, type FoundSequence } from "@pegbar/sdk/node";
import { startBar } from "../bar.ts";
import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { describeReadError } from "../file-error.ts";
import { formatBytes } from "../output.ts";
import { isInputId, uploadAll } from "../request.ts";
import { checkShot } from "../shot-filter.ts";
import { createFrameError } from "./frame-range.ts";

type Given = readonly (readonly [name: string, file: string])[];

/**
 * Uploads the files of a batch's inputs: one file for all frames, or an image sequence. All files are found, and all
 * sequences compared with the frames, before the first upload.
 * @returns ids by the name of the input
 */
export async function uploadInputs(
  cli: Cli,
  shot: string,
  given: Given,
  range: FrameRange | undefined,
  { allowMixedSizes = false }: { allowMixedSizes?: boolean },
): Promise<Record<string, string>> {
  const sequences = new Map<string, FoundSequence>();
  for (const [name, file] of given) if (await isSequence(file)) sequences.set(name, await find(file, name, range));
  const single = given.filter(([name, file]) => !sequences.has(name) && !isSequenceId(file));
  if (sequences.size > 0) await checkShot(cli.client(), shot, cli.signal);
  const ids = await uploadAll(
    cli,
    shot,
    single.map(([, file]) => file),
  );
  const found: Record<string, string> = {};
  for (const [name, file] of given) {
    const sequence = sequences.get(name);
    found[name] = sequence ? await upload(cli, sequence, allowMixedSizes) : (ids.get(file) ?? file);
  }
  return found;
}

const isSequenceId = (text: string): boolean => /^sqc_[0-9A-Z]{26}$/.test(text);

/** Whether this is a folder or a pattern, and no file or id. */
async function isSequence(text: string): Promise<boolean> {
  if (isInputId(text) || isSequenceId(text)) return false;
  const found = await stat(text).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw describeReadError(error, text);
  });
  if (found) return found.isDirectory();
  const parsed = parseSequencePattern(text);
  // A name without a place for the frame number is a file that does not exist.
  return "pattern" in parsed || parsed.problem.code !== "pattern_without_frame";
}

/** Finds the files of a sequence. Reports frames of the batch that it lacks. */
async function find(target: string, name: string, range: FrameRange | undefined): Promise<FoundSequence> {
  if (!range)
    throw new CliError(
      "usage",
      `-i ${name} is an image sequence, and this batch has no frames.`,
      "Add frames: -f 1-48",
    );
  const sequence = await findSequence(target).catch((error: unknown) => {
    throw describeReadError(error, target);
  });
  const [problem] = matchSequences({ [name]: sequence }, range.frames).problems;
  if (problem) throw createFrameError(`-i ${name}`, problem);
  return sequence;
}

async function upload(
  { out, client, signal }: Cli,
  sequence: FoundSequence,
  allowMixedSizes: boolean,
): Promise<string> {
  const { folder, pattern, files, missing } = sequence;
  const bar = process.stderr.isTTY ? startBar() : undefined;
  let known = 0;
  let bytes = 0;
  try {
    const { id } = await uploadSequencePath(client(), sequence, {
      allowMixedSizes,
      signal,
      onProgress: (progress) => {
        ({ known } = progress.files);
        bytes = progress.bytes.total;
        const { done, total } = progress.files;
        const where = `${pattern} ${done}/${total} files, ${formatBytes(progress.bytes.done)} of ${formatBytes(bytes)}`;
        bar?.update(Math.floor((100 * done) / total), { where });
      },
    });
    const sent = files.length - known;
    const gaps = missing.length === 0 ? "" : `; gaps: ${describeGaps(missing)}`;
    out.note(
      `${folder}/${pattern}: ${files.length} files, ${formatBytes(bytes)}, ${sent} uploaded, ${known} already uploaded (${id})${gaps}`,
    );
    return id;
  } finally {
    bar?.stop();
  }
}

const MAX_GAPS = 8;

function describeGaps(gaps: FoundSequence["missing"]): string {
  const shown = gaps.slice(0, MAX_GAPS).map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  return `${shown.join(", ")}${gaps.length > MAX_GAPS ? " and more" : ""}`;
}
