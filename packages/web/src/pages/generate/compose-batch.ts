import { matchSequences, parseFrameRange, placeWindows, STEP_HINT } from "@pegbar/frames";
import type { paths } from "@pegbar/sdk";
import type { Upload } from "../../upload/uploads.ts";
import {
  buildJobRequest,
  composeJobs,
  getInputField,
  listUsableFiles,
  type FieldErrors,
  type FormInput,
} from "./compose-jobs.ts";
import type { Draft } from "./draft.ts";
import { drawSeed, getValueKey, type Workflow } from "./values.ts";

export type BatchRequest = paths["/v1/batches"]["post"]["requestBody"]["content"]["application/json"];

export { STEP_HINT };

export interface ComposedBatch {
  errors: FieldErrors;
  /** Labels of inputs without a file. */
  missing: string[];
  frames: readonly number[];
  /** One for each frame, or for each window of a workflow that renders several frames at once. */
  jobs: number;
}

/**
 * Reads the frames of the form. An input has one file for all frames, one for each in the order of their names, or an image
 * sequence.
 */
export function composeBatch(workflow: Workflow, draft: Draft, uploads: readonly Upload[]): ComposedBatch {
  const { errors: jobErrors, missing } = composeJobs(workflow, draft, uploads);
  const errors = Object.fromEntries(Object.entries(jobErrors).filter(([pointer]) => !pointer.startsWith("/inputs/")));
  const parsed = parseFrameRange(draft.frames, { maxFrames: 10_000 });
  if ("problem" in parsed) {
    const { message, remedy } = parsed.problem;
    return { errors: { ...errors, "/frames": `${message} ${remedy}` }, missing, frames: [], jobs: 0 };
  }
  const { frames } = parsed.range;
  for (const input of workflow.form.inputs) {
    const problem = findFilesProblem(workflow, input, listUsableFiles(uploads, getInputField(workflow, input)), frames);
    if (problem !== undefined) errors[`/inputs/${input.name}`] = problem;
  }
  const placed = placeFrames(workflow, frames);
  if ("problem" in placed) errors["/frames"] = `${placed.problem.message} ${placed.problem.remedy}`;
  return { errors, missing, frames, jobs: "jobs" in placed ? placed.jobs : 0 };
}

function findFilesProblem(
  { form: { window } }: Workflow,
  input: FormInput,
  files: readonly Upload[],
  frames: readonly number[],
): string | undefined {
  const { length } = files;
  const sequence = files.find((file) => file.sequence)?.sequence;
  if (sequence && length > 1) return "An image sequence and other files. Remove all but one of them.";
  // Other inputs of a window take files of some frames only, which the API knows.
  if (sequence)
    return window && !window.frameInputs.includes(input.name) ? undefined : findGap(input, sequence, frames);
  if (length <= 1 || length === frames.length) return undefined;
  return `${length} files for ${frames.length} ${frames.length === 1 ? "frame" : "frames"}. Add one file, or one for each frame.`;
}

function findGap(
  { label }: FormInput,
  { frames: existing }: NonNullable<Upload["sequence"]>,
  frames: readonly number[],
): string | undefined {
  const parsed = parseFrameRange(existing, { maxFrames: 10_000 });
  if ("problem" in parsed) throw new Error(`the frames of the sequence: ${parsed.problem.message}`);
  const files = parsed.range.frames.map((frame) => ({ frame, name: String(frame) }));
  const [problem] = matchSequences({ [label]: { files } }, frames).problems;
  return problem && `${problem.message} ${problem.remedy}`;
}

function placeFrames({ form: { window } }: Workflow, frames: readonly number[]) {
  if (!window) return { jobs: frames.length };
  const { length, overlap, handles, multiple, continueInput } = window;
  const options = { length, overlap, handles, ...(multiple ? { multiple } : {}), isChain: continueInput !== undefined };
  const placed = placeWindows(frames, options);
  return "problem" in placed ? placed : { jobs: placed.windows.length };
}

const byName = new Intl.Collator("en", { numeric: true });

/** Builds the request of a batch. Random seeds become a seed for each frame, drawn if `drawSeeds`. */
export function buildBatchRequest(
  workflow: Workflow,
  draft: Draft,
  shot: string,
  uploads: readonly Upload[],
  drawSeeds: boolean,
): BatchRequest {
  const { parameters = {}, workflow: version } = buildJobRequest(workflow, draft, shot, {}, false);
  const seeds = workflow.form.fields.filter(({ purpose }) => purpose === "seed");
  const random = seeds.find((field) => draft.randomSeeds.includes(getValueKey(workflow, field)));
  const { lengthField } = workflow.form.window ?? {};
  const dropped = new Set([...(random ? seeds.map(({ name }) => name) : []), lengthField]);
  const { frames } = composeBatch(workflow, draft, uploads);
  const ascending = frames.toSorted((a, b) => a - b);
  return {
    shot,
    workflow: version,
    frames: draft.frames.trim(),
    parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => !dropped.has(name))),
    ...(random
      ? { seed: { kind: "perFrame" as const, seed: drawSeeds && random.type === "integer" ? drawSeed(random) : 0 } }
      : {}),
    inputs: Object.fromEntries(
      workflow.form.inputs.flatMap((input): [string, string | Record<string, string>][] => {
        const files = listUsableFiles(uploads, getInputField(workflow, input)).toSorted((a, b) =>
          byName.compare(a.name, b.name),
        );
        const ids = files.flatMap((file) => file.input?.id ?? []);
        const [only] = ids;
        if (only === undefined || ids.length < files.length) return [];
        if (ids.length === 1) return [[input.name, only]];
        return [[input.name, Object.fromEntries(ascending.map((frame, index) => [String(frame), ids[index] ?? ""]))]];
      }),
    ),
  };
}
