import type { Command } from "commander";
import { makeFolder } from "@pegbar/sdk/node";
import { addSeedOptions, addValueOptions } from "../../batch/options.ts";
import { FRAMES_HELP } from "../../batch/frame-range.ts";
import { parseOrder } from "../../batch/order.ts";
import { printBatchEstimate } from "../../batch/print-estimate.ts";
import { buildBatchRequest, type BatchOptions } from "../../batch/request.ts";
import { finishBatch, type FinishOptions } from "../../batch/finish.ts";
import { runCommand } from "../../cli.ts";
import { withExamples } from "../examples.ts";
import { collect } from "../options.ts";

interface SubmitOptions extends BatchOptions, FinishOptions {
  estimate?: boolean;
  idempotencyKey?: string;
}

/** batch submit */
export function addSubmitCommand(batch: Command): void {
  const command = batch
    .command("submit")
    .description("submit one job per frame, per combination of parameters, or both")
    .argument("<workflow>", "slug or id of a workflow")
    .requiredOption("-s, --shot <shot>", "show/sequence/shot, such as HARBOR/sq010/sh010, or sht_…")
    .option("-f, --frames <range>", FRAMES_HELP)
    .option("--grid <name=values>", "values to combine, such as seed=1,2,3; repeatable", collect)
    .option("--order <order>", "given, or coarse:8 for every 8th frame first", parseOrder)
    .option("--no-reuse", "render also what an earlier job rendered with the same values, files and models");
  addSeedOptions(addValueOptions(command))
    .option(
      "--step <name=workflow>",
      "a later step; its values are -p NAME.prompt=…, -i NAME.layout=@EARLIER or FILE, -k and --seed alike; repeatable",
      collect,
    )
    .option(
      "--after <step=earlier>",
      "start a step when all frames of an earlier one have succeeded; repeatable",
      collect,
    )
    .option("--first-step <name>", "name of the first step, for later ones", "first")
    .option("--estimate", "print jobs, price and duration without submitting")
    .option("--wait", "wait until the batch ends")
    .option("--download <dir>", "wait, and download results to this folder as they finish")
    .action((workflow: string, options: SubmitOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const { idempotencyKey: key, download, estimate, wait } = options;
        // Before the batch costs anything.
        if (download !== undefined && !estimate) await makeFolder(download);
        const body = await buildBatchRequest(cli, workflow, options);
        const { client, out, signal } = cli;
        if (estimate) return printBatchEstimate(out, await client().post("/v1/estimates/batch", { body, signal }));
        const made = await client().post("/v1/batches", {
          body,
          ...(key === undefined ? {} : { params: { header: { "idempotency-key": key } } }),
          signal,
        });
        await finishBatch(cli, made, { ...(wait ? { wait } : {}), ...(download === undefined ? {} : { download }) });
      }),
    );
  withExamples(
    command,
    "pegbar batch submit paint-layout -s HARBOR/sq010/sh010 -f 1-48:2 -i layout=plates/plate.####.png --seed per-frame:7 --download out",
    "pegbar batch submit paint-text -s HARBOR/sq010/sh010 -f 1-24 -p prompt=lines --first-step lines --step colour=paint-layout -i colour.layout=@lines -p colour.prompt=dusk",
    "pegbar batch submit paint-text -s HARBOR/sq010/sh010 -f 1-24 -k prompt=1:dusk,13:night --estimate",
    "pegbar batch submit paint-text -s HARBOR/sq010/sh010 --grid seed=1,2,3 -p prompt=dusk --wait",
  );
}
