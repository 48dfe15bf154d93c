import { Option, type Command } from "commander";
import type { components, paths } from "@pegbar/sdk";
import { makeFolder } from "@pegbar/sdk/node";
import { runCommand, type Cli } from "../cli.ts";
import { formatRange, formatRemaining } from "../format-range.ts";
import { makeRequest, type RequestOptions } from "../request.ts";
import { saveFiles } from "../save.ts";
import { assertSucceeded, watchJob } from "../watch/index.ts";
import { withExamples } from "./examples.ts";
import { collect, parseInteger } from "./options.ts";

interface SubmitOptions extends RequestOptions {
  wait?: boolean;
  download?: string;
  estimate?: boolean;
  previews: boolean;
  idempotencyKey?: string;
}
type Body = paths["/v1/jobs"]["post"]["requestBody"]["content"]["application/json"];

/** Submit a job, and wait for its results. */
export function submit(program: Command): void {
  const command = program
    .command("submit")
    .description("run a workflow of the studio, or one in a file that ComfyUI saved")
    .argument(
      "<target>",
      "slug or id of a workflow, or a file: JSON of ComfyUI, or a picture or video that contains its workflow",
    )
    .requiredOption("-s, --shot <shot>", "show/sequence/shot, such as HARBOR/sq010/sh010, or sht_…")
    .option("-p, --param <name=value>", "parameter of the workflow; NODE.INPUT=VALUE for a graph; repeatable", collect)
    .option(
      "-i, --input <name=file>",
      "file (or inp_…) for an input of the workflow, or NODE=FILE for a graph; repeatable",
      collect,
    )
    .option("--prefer-workflow", "for a file that contains both: the editor's workflow, not the graph that ran")
    .addOption(new Option("--lane <lane>", "scheduling lane").choices(["interactive", "batch"]))
    .option("--priority <n>", "-100 to 100, higher first", parseInteger(-100, 100))
    .option("--label <name=value>", "label of the job, by which it can be found; repeatable", collect)
    .addOption(new Option("--class <class>", "GPU size, for a graph").choices(["light", "heavy", "xl"]))
    .option("--time-limit <seconds>", "for a graph", parseInteger(1, 86_400))
    .option("--idempotency-key <key>", "returns the same job when the request is repeated with the same key")
    .option("--estimate", "print time, cost and wait without submitting")
    .option("--wait", "wait until the job ends")
    .option("--download <dir>", "wait, then download results and certificates to this folder")
    .option("--no-previews", "show no previews in terminals that can")
    .action((target: string, options: SubmitOptions, command: Command) =>
      runCommand(command, async (cli) => {
        const { idempotencyKey: key, download } = options;
        // Before the job costs anything.
        if (download !== undefined && !options.estimate) await makeFolder(download);
        const body = (await makeRequest(cli, target, options)) as Body;
        if (options.estimate) return printEstimate(cli, body);
        const job = await cli.client().post("/v1/jobs", {
          body,
          ...(key === undefined ? {} : { params: { header: { "idempotency-key": key } } }),
          signal: cli.signal,
        });
        if (!options.wait && download === undefined)
          return cli.out.result(job, () => {
            cli.out.print(job.id);
            cli.out.note(`Follow it: pegbar watch ${job.id}`);
          });
        cli.out.note(`${job.id} for ${job.show}/${job.sequence}/${job.shot}`);
        const ended = await watchJob(cli, job.id, { previews: options.previews, lines: false });
        if (ended.state !== "succeeded" || download === undefined) {
          cli.out.result(ended, () => cli.out.print(ended.id));
          return assertSucceeded(ended);
        }
        const files = await saveFiles(cli, [ended.id], download);
        cli.out.result({ ...ended, files }, () => files.forEach(({ file }) => cli.out.print(file)));
      }),
    );
  withExamples(
    command,
    'pegbar submit paint-text -s HARBOR/sq010/sh010 -p prompt="harbour at dusk" -p seed=7 --wait',
    "pegbar submit paint-layout -s HARBOR/sq010/sh010 -i layout=layout.png --download out",
    "pegbar submit ComfyUI_00001_.png -s HARBOR/sq010/sh010 -p 3.seed=8",
    "pegbar submit export.json -s HARBOR/sq010/sh010 -p 3.seed=7 -i 10=layout.png",
  );
}

type Estimate = components["schemas"]["Estimate"];

const describeWait = ({ wait: { seconds, jobsAhead }, class: workloadClass }: Estimate): string =>
  seconds === null
    ? `until a worker of class ${workloadClass} is started: none is running`
    : `${formatRange(seconds, (n) => `${n.toFixed(0)} s`)}, ${jobsAhead} jobs ahead`;

async function printEstimate({ out, client, signal }: Cli, body: Body): Promise<void> {
  const found = await client().post("/v1/estimates", { body, signal });
  out.result(found, () =>
    out.facts([
      ["GPU time", formatRange(found.seconds, (n) => `${n.toFixed(1)} s`)],
      ["cost", formatRange(found.dollars, (n) => `$${n.toFixed(4)}`)],
      ["wait", describeWait(found)],
      ["runs on", `${found.instance} (${found.class})`],
      ["estimated from", found.basis.text],
      ...found.remaining.map((one) => [`remaining (${one.scope})`, formatRemaining(one)] as const),
    ]),
  );
}
