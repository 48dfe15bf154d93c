import type { FrameRange } from "@pegbar/frames";
import type { components, paths } from "@pegbar/sdk";
import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { checkInputNames } from "../request.ts";
import { createInvalidShotError, isShot } from "../shot-filter.ts";
import { parsePairs } from "../values.ts";
import { readFrameRange } from "./frame-range.ts";
import { readGrid } from "./grid.ts";
import { uploadInputs } from "./inputs.ts";
import type { ValueOptions } from "./options.ts";
import { DEFAULT_FIRST, readStepResult, readSteps, type GivenStep, type StepOptions } from "./steps.ts";
import { readValues } from "./values.ts";

export type BatchBody = paths["/v1/batches"]["post"]["requestBody"]["content"]["application/json"];

/** Options that define a batch. */
export interface BatchOptions extends Omit<ValueOptions, "seed">, StepOptions {
  seed?: string[];
  shot: string;
  frames?: string;
  grid?: string[];
  order?: "given" | { coarseToFine: number };
  reuse: boolean;
}

/** Builds the body of POST /v1/batches. Checks the options of all steps before the first upload. */
export async function buildBatchRequest(cli: Cli, workflow: string, options: BatchOptions): Promise<BatchBody> {
  const { shot, frames, grid = [], order, reuse, seed: seeds = [], ...common } = options;
  if (!isShot(shot)) throw createInvalidShotError(shot);
  if (frames === undefined && grid.length === 0)
    throw new CliError(
      "usage",
      "A batch needs frames, a grid of parameters, or both.",
      "Add -f 1-48, or --grid seed=1,2,3.",
    );
  const range = frames === undefined ? undefined : readFrameRange(frames);
  const { first, later } = readSteps(options, seeds);
  const readForm = async (id: string) =>
    (await cli.client().get("/v1/workflows/{id}", { params: { path: { id } }, signal: cli.signal })).form;
  const form = await readForm(workflow);
  const values = await readValues(form, { ...common, ...first.values });
  const cells = readGrid(form.fields, grid);
  const steps = [];
  for (const step of later) {
    const own = await readForm(step.workflow);
    steps.push({ ...step, ...(await readStepValues(own, step)), files: readFiles(own, step) });
  }
  const files = readFiles(form, first);
  const upload = (given: readonly (readonly [string, string])[]) => uploadStepInputs(cli, shot, given, range, options);
  const inputs = await upload(files);
  const sent = [];
  for (const { name, workflow: id, after, parameters, keyframes, seed, files: given } of steps)
    sent.push({
      name,
      workflow: id,
      parameters,
      keyframes,
      ...(seed ? { seed } : {}),
      inputs: await upload(given),
      after,
    });
  return {
    shot,
    workflow,
    ...values,
    ...(frames === undefined ? {} : { frames }),
    grid: cells,
    ...(order === undefined ? {} : { order }),
    reuse,
    inputs,
    ...(sent.length > 0 ? { step: first.name, steps: sent } : {}),
  } as BatchBody;
}

type Form = components["schemas"]["Workflow"]["form"];

async function readStepValues(form: Form, { name, values }: GivenStep) {
  try {
    return await readValues(form, values);
  } catch (error) {
    throw nameStep(error, name);
  }
}

/** The inputs of a step: files, and results of earlier steps. */
function readFiles(form: Form, { name, values: { input = [] } }: GivenStep): [string, string][] {
  try {
    const files = parsePairs(input, "-i");
    checkInputNames(form, files);
    return files;
  } catch (error) {
    throw nameStep(error, name);
  }
}

const nameStep = (error: unknown, step: string): unknown =>
  error instanceof CliError && step !== DEFAULT_FIRST
    ? new CliError(error.exit, `Step ${step}: ${error.message}`, error.hint?.replaceAll(/-([pik]) /g, `-$1 ${step}.`))
    : error;

/** Uploads files. What names a result of an earlier step stays. */
async function uploadStepInputs(
  cli: Cli,
  shot: string,
  given: readonly (readonly [string, string])[],
  range: FrameRange | undefined,
  options: { allowMixedSizes?: boolean },
) {
  const results = new Map(given.map(([name, file]) => [name, readStepResult(file)]));
  const files = given.filter(([name]) => !results.get(name));
  const ids = await uploadInputs(cli, shot, files, range, options);
  return Object.fromEntries(given.map(([name]) => [name, results.get(name) ?? ids[name] ?? ""]));
}
