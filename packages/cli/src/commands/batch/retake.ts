import type { Command } from "commander";
import type { paths } from "@pegbar/sdk";
import { makeFolder } from "@pegbar/sdk/node";
import { finishBatch, type FinishOptions } from "../../batch/finish.ts";
import { FRAMES_HELP, readFrameRange } from "../../batch/frame-range.ts";
import { uploadInputs } from "../../batch/inputs.ts";
import { addSeedOption, addValueOptions, type ValueOptions } from "../../batch/options.ts";
import { readValues } from "../../batch/values.ts";
import { runCommand } from "../../cli.ts";
import { findNamed, parsePairs } from "../../values.ts";
import { withExamples } from "../examples.ts";
import { parseInteger } from "../options.ts";

type RetakeBody = paths["/v1/batches/{id}/retakes"]["post"]["requestBody"]["content"]["application/json"];

interface RetakeOptions extends ValueOptions, FinishOptions {
  frames: string;
  variant?: number;
  idempotencyKey?: string;
}

/** batch retake */
export function addRetakeCommand(batch: Command): void {
  const command = batch
    .command("retake")
    .description("render some frames of a batch again with other values, as its next version; the others are kept")
    .argument("<batch>", "bat_…")
    .requiredOption("-f, --frames <range>", FRAMES_HELP)
    .option(
      "--variant <number>",
      "the variant to continue with, from 1; needed if the batch has several",
      parseInteger(1, 10_000),
    );
  addSeedOption(addValueOptions(command))
    .option("--wait", "wait until the retake ends")
    .option("--download <dir>", "wait, and download the new version to this folder")
    .action((id: string, options: RetakeOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const { client, signal } = cli;
        const { frames, variant, idempotencyKey: key, input = [], download, wait } = options;
        const range = readFrameRange(frames);
        if (download !== undefined) await makeFolder(download);
        const original = await client().get("/v1/batches/{id}", { params: { path: { id } }, signal });
        const workflow = { params: { path: { id: original.workflowVersionId } }, signal };
        const { form } = await client().get("/v1/workflows/{id}", workflow);
        const values = await readValues(form, options);
        const files = parsePairs(input, "-i");
        for (const [name] of files) findNamed(form.inputs, name, "input");
        const body = {
          frames,
          ...(variant === undefined ? {} : { variant: variant - 1 }),
          ...values,
          inputs: await uploadInputs(cli, original.shotId, files, range, options),
        } as RetakeBody;
        const made = await client().post("/v1/batches/{id}/retakes", {
          params: { path: { id }, ...(key === undefined ? {} : { header: { "idempotency-key": key } }) },
          body,
          signal,
        });
        await finishBatch(cli, made, { ...(wait ? { wait } : {}), ...(download === undefined ? {} : { download }) });
      }),
    );
  withExamples(
    command,
    "pegbar batch retake bat_01JYB4X2K0000000000000000A -f 12-20 -p prompt=storm",
    "pegbar batch retake bat_01JYB4X2K0000000000000000A -f 7 --seed per-frame:8 --download out",
  );
}
