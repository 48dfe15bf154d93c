import { Option, type Command } from "commander";
import type { components } from "@pegbar/sdk";
import { runCommand, type Cli } from "../cli.ts";
import { CliError } from "../exit.ts";
import { formatTime } from "../output.ts";
import { findShotFilter } from "../shot-filter.ts";
import { parsePairs } from "../values.ts";
import { assertSucceeded, watchJob } from "../watch/index.ts";
import { doForEach } from "./each.ts";
import { withExamples } from "./examples.ts";
import { formatLabels, formatState } from "./format-job.ts";
import { collect, parseInteger } from "./options.ts";
import { addShowJobCommand } from "./show-job.ts";

type Job = components["schemas"]["Job"];
type JobSummary = components["schemas"]["JobSummary"];
type State = JobSummary["state"];

interface JobsOptions {
  state?: State;
  shot?: string;
  label?: string[];
  limit: number;
}

const EXAMPLE_JOB = "job_01JYB4X2K0000000000000000A";

/** watch, jobs, jobs show, cancel, retry. */
export function addJobCommands(program: Command): void {
  const watch = program
    .command("watch")
    .description("follow a job until it ends")
    .argument("<job>", "job_…")
    .option("--no-previews", "show no previews in terminals that can")
    .action((id: string, { previews }: { previews: boolean }, command: Command) =>
      runCommand(command, async (cli) => {
        const job = await watchJob(cli, id, { previews, lines: true });
        if (!cli.out.json && job.state === "succeeded")
          cli.out.note(`${id} succeeded. Download the results: pegbar download ${id}`);
        assertSucceeded(job);
      }),
    );
  withExamples(watch, `pegbar watch ${EXAMPLE_JOB}`, `pegbar watch ${EXAMPLE_JOB} --json | jq .type`);

  const list = program
    .command("jobs")
    .description("list jobs, newest first")
    .addOption(
      new Option("--state <state>", "only jobs in this state").choices([
        "queued",
        "running",
        "held",
        "succeeded",
        "failed",
        "cancelled",
      ]),
    )
    .option("--shot <codes>", "only jobs of a show, sequence or shot: HARBOR, HARBOR/sq010, HARBOR/sq010/sh010")
    .option("--label <name=value>", "only jobs with this label; repeatable, up to 3", collect)
    .option("-n, --limit <n>", "at most this many", parseInteger(1, 10_000), 20)
    .action(({ state, shot, label, limit }: JobsOptions, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const found: JobSummary[] = [];
        const labels = label && JSON.stringify(Object.fromEntries(parsePairs(label, "--label")));
        const { query, matches } = await findShotFilter(client(), shot, signal);
        const asked = {
          ...query,
          limit: Math.min(200, limit),
          ...(state ? { state } : {}),
          ...(labels === undefined ? {} : { labels }),
        };
        for await (const job of client().pages("/v1/jobs", asked, { signal })) {
          if (matches(job)) found.push(job);
          if (found.length === limit) break;
        }
        const hasLabels = found.some((job) => Object.keys(job.labels).length > 0);
        out.result(found, () =>
          out.table(
            ["job", "state", "shot", "lane", "created", ...(hasLabels ? ["labels"] : []), "about"],
            found.map((job) => [
              job.id,
              formatState(job),
              `${job.show}/${job.sequence}/${job.shot}`,
              job.lane,
              formatTime(job.createdAt),
              ...(hasLabels ? [formatLabels(job.labels)] : []),
              summarise(job),
            ]),
            "No matching jobs.",
          ),
        );
      }),
    );
  withExamples(
    list,
    "pegbar jobs",
    "pegbar jobs --state running --shot HARBOR/sq010 -n 50",
    "pegbar jobs --label take=4",
  );
  addShowJobCommand(list);

  const cancel = program
    .command("cancel")
    .description("cancel queued, held or running jobs")
    .argument("<jobs...>", "job_…")
    .action((ids: string[], _options: unknown, command: Command) =>
      runCommand(command, (cli) =>
        doForEach(
          cli,
          ids,
          async (id) => {
            const { client, signal } = cli;
            const job = await client().post("/v1/jobs/{id}/cancel", { params: { path: { id } }, signal });
            if (job.state !== "succeeded" && job.state !== "failed") return job;
            throw new CliError(
              "refused",
              `${id} already ${job.state}. Only a queued, held or running job can be cancelled.`,
            );
          },
          (changed) => printStates(cli, changed),
        ),
      ),
    );
  withExamples(cancel, `pegbar cancel ${EXAMPLE_JOB}`);

  const retry = program
    .command("retry")
    .description("run failed or cancelled jobs again")
    .argument("<jobs...>", "job_…")
    .action((ids: string[], _options: unknown, command: Command) =>
      runCommand(command, (cli) =>
        doForEach(
          cli,
          ids,
          (id) => cli.client().post("/v1/jobs/{id}/retry", { params: { path: { id } }, signal: cli.signal }),
          (changed) => printStates(cli, changed),
        ),
      ),
    );
  withExamples(retry, `pegbar retry ${EXAMPLE_JOB}`);
}

const printStates = ({ out }: Cli, changed: Job[]): void =>
  out.result(changed, () => changed.forEach((job) => out.print(`${job.id}  ${formatState(job)}`)));

/** What distinguishes jobs in a list: the reason of a failure, or the prompt. */
function summarise({ failure, reason, parameters }: JobSummary): string {
  const { prompt } = parameters;
  const text = failure?.message ?? reason ?? (typeof prompt === "string" ? prompt : "");
  return text.replaceAll(/\s+/g, " ").slice(0, 60);
}
