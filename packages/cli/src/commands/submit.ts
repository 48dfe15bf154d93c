import { Option, type Command } from "commander";
import type { components, paths } from "@pegbar/sdk";
import { run, type Cli } from "../cli.ts";
import { makeRequest, type RequestOptions } from "../request.ts";
import { save } from "../save.ts";
import { demandSuccess, watch } from "../watch/index.ts";
import { collect, whole } from "./options.ts";

interface SubmitOptions extends RequestOptions {
  wait?: boolean;
  download?: string;
  estimate?: boolean;
  previews: boolean;
  idempotencyKey?: string;
}
type Body = paths["/v1/jobs"]["post"]["requestBody"]["content"]["application/json"];

/** Submit a job, and see it through. */
export function submit(program: Command): void {
  program
    .command("submit")
    .description('run a workflow, or a graph exported by ComfyUI\'s "Save (API format)"')
    .argument("<target>", "slug or id of a workflow, or the exported JSON file")
    .requiredOption("-s, --shot <shot>", "show/sequence/shot, such as HARBOR/sq010/sh010, or sht_…")
    .option("-p, --param <name=value>", "a parameter of the workflow; NODE.INPUT=VALUE for a graph", collect, [])
    .option(
      "-i, --input <name=file>",
      "a file (or inp_…) for an input of the workflow, or for a node of a graph",
      collect,
      [],
    )
    .addOption(new Option("--lane <lane>", "how soon").choices(["interactive", "batch"]))
    .option("--priority <n>", "-100 to 100, higher goes first", whole(-100, 100))
    .addOption(new Option("--class <class>", "size of GPU, for a graph").choices(["light", "heavy", "xl"]))
    .option("--time-limit <seconds>", "for a graph", whole(1, 86_400))
    .option("--idempotency-key <key>", "a repeat with the same key and request answers with the same job")
    .option("--estimate", "say what it would take and cost, and submit nothing")
    .option("--wait", "wait for the end")
    .option("--download <dir>", "wait, then put results and certificates there")
    .option("--no-previews", "show no previews, also where the terminal could")
    .addHelpText(
      "after",
      `
Examples:
  pegbar submit paint-text -s HARBOR/sq010/sh010 -p prompt="harbour at dusk" -p seed=7 --wait
  pegbar submit paint-layout -s HARBOR/sq010/sh010 -i layout=layout.png --download out
  pegbar submit export.json -s HARBOR/sq010/sh010 -p 3.seed=7 -i 10=layout.png`,
    )
    .action((target: string, options: SubmitOptions, command: Command) =>
      run(command, async (cli) => {
        const body = (await makeRequest(cli, target, options)) as Body;
        if (options.estimate) return estimate(cli, body);
        const { idempotencyKey: key } = options;
        const job = await cli.client().post("/v1/jobs", {
          body,
          ...(key === undefined ? {} : { params: { header: { "idempotency-key": key } } }),
          signal: cli.signal,
        });
        if (!options.wait && options.download === undefined)
          return cli.out.result(job, () => {
            cli.out.print(job.id);
            cli.out.note(`Follow it: pegbar watch ${job.id}`);
          });
        cli.out.note(`${job.id} for ${job.show}/${job.sequence}/${job.shot}`);
        const ended = await watch(cli, job.id, { previews: options.previews, lines: false });
        if (ended.state !== "succeeded" || options.download === undefined) {
          cli.out.result(ended, () => cli.out.print(ended.id));
          return demandSuccess(ended);
        }
        const files = await save(cli, [ended.id], options.download);
        cli.out.result({ ...ended, files }, () => files.forEach(({ file }) => cli.out.print(file)));
      }),
    );
}

type Estimate = components["schemas"]["Estimate"];

async function estimate({ out, client, signal }: Cli, body: Body): Promise<void> {
  const found = await client().post("/v1/estimates", { body, signal });
  out.result(found, () =>
    out.facts([
      ["takes", span(found.seconds, (n) => `${n.toFixed(1)} s`)],
      ["costs", span(found.dollars, (n) => `$${n.toFixed(4)}`)],
      ["waits", `${span(found.wait.seconds, (n) => `${n.toFixed(0)} s`)}, ${found.wait.jobsAhead} jobs ahead`],
      ["runs on", `${found.instance} (${found.class})`],
      ["from", found.basis.text],
      ...found.remaining.map(
        ({ scope, dollars, gpuSeconds }) =>
          [
            `left (${scope})`,
            `${dollars === null ? "no limit" : `$${dollars.toFixed(2)}`}, ${gpuSeconds === null ? "no limit" : `${gpuSeconds.toFixed(0)} GPU s`}`,
          ] as const,
      ),
    ]),
  );
}

const span = ({ low, high }: Estimate["seconds"], show: (n: number) => string): string =>
  show(low) === show(high) ? show(low) : `${show(low)} to ${show(high)}`;
