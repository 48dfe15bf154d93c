import type { paths } from "@pegbar/sdk";
import type { Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { checkInputNames } from "../request.ts";
import { createInvalidShotError, isShot } from "../shot-filter.ts";
import { parsePairs } from "../values.ts";
import { readFrameRange } from "./frame-range.ts";
import { readGrid } from "./grid.ts";
import { uploadInputs } from "./inputs.ts";
import type { ValueOptions } from "./options.ts";
import { readValues } from "./values.ts";

export type BatchBody = paths["/v1/batches"]["post"]["requestBody"]["content"]["application/json"];

/** Options that define a batch. */
export interface BatchOptions extends ValueOptions {
  shot: string;
  frames?: string;
  grid?: string[];
  order?: "given" | { coarseToFine: number };
  reuse: boolean;
}

/** Builds the body of POST /v1/batches. Checks all options before the first upload. */
export async function buildBatchRequest(cli: Cli, workflow: string, options: BatchOptions): Promise<BatchBody> {
  const { shot, frames, grid = [], order, reuse, input = [] } = options;
  if (!isShot(shot)) throw createInvalidShotError(shot);
  if (frames === undefined && grid.length === 0)
    throw new CliError(
      "usage",
      "A batch needs frames, a grid of parameters, or both.",
      "Add -f 1-48, or --grid seed=1,2,3.",
    );
  const range = frames === undefined ? undefined : readFrameRange(frames);
  const { form } = await cli
    .client()
    .get("/v1/workflows/{id}", { params: { path: { id: workflow } }, signal: cli.signal });
  const values = await readValues(form, options);
  const cells = readGrid(form.fields, grid);
  const files = parsePairs(input, "-i");
  checkInputNames(form, files);
  return {
    shot,
    workflow,
    ...values,
    ...(frames === undefined ? {} : { frames }),
    grid: cells,
    ...(order === undefined ? {} : { order }),
    reuse,
    inputs: await uploadInputs(cli, shot, files, range, options),
  } as BatchBody;
}
