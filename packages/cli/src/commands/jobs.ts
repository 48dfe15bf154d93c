import { Option, type Command } from "commander";
import type { components } from "@pegbar/sdk";
import { run } from "../cli.ts";
import { moment } from "../output.ts";
import { place } from "../place.ts";
import { demandSuccess, watch as follow } from "../watch/index.ts";
import { whole } from "./options.ts";

type JobSummary = components["schemas"]["JobSummary"];
type State = JobSummary["state"];

interface JobsOptions {
  state?: State;
  shot?: string;
  limit: number;
}

/** Look at jobs, follow and stop them. */
export function jobs(program: Command): void {
  program
    .command("watch")
    .description("follow a job to its end")
    .argument("<job>", "job_…")
    .option("--no-previews", "show no previews, also where the terminal could")
    .action((id: string, { previews }: { previews: boolean }, command: Command) =>
      run(command, async (cli) => {
        const job = await follow(cli, id, { previews, lines: true });
        if (!cli.out.json && job.state === "succeeded") cli.out.note(`${id} succeeded. Get it: pegbar download ${id}`);
        demandSuccess(job);
      }),
    );

  program
    .command("jobs")
    .description("jobs, newest first")
    .addOption(
      new Option("--state <state>", "only those").choices([
        "queued",
        "running",
        "held",
        "succeeded",
        "failed",
        "cancelled",
      ]),
    )
    .option("--shot <codes>", "only those of a show, sequence or shot: HARBOR, HARBOR/sq010, HARBOR/sq010/sh010")
    .option("-n, --limit <n>", "at most so many", whole(1, 10_000), 20)
    .action(({ state, shot, limit }: JobsOptions, command: Command) =>
      run(command, async ({ out, client, signal }) => {
        const found: JobSummary[] = [];
        const { query, fits } = await place(client(), shot, signal);
        const asked = { ...query, limit: Math.min(200, limit), ...(state ? { state } : {}) };
        for await (const job of client().pages("/v1/jobs", asked, { signal })) {
          if (fits(job)) found.push(job);
          if (found.length === limit) break;
        }
        out.result(found, () =>
          out.table(
            ["job", "state", "shot", "lane", "made", "what"],
            found.map((job) => [job.id, stateOf(job), placeOf(job), job.lane, moment(job.createdAt), whatOf(job)]),
            "There are no such jobs.",
          ),
        );
      }),
    );

  for (const [name, description, path] of [
    ["cancel", "cancel jobs", "/v1/jobs/{id}/cancel"],
    ["retry", "try failed or cancelled jobs again", "/v1/jobs/{id}/retry"],
  ] as const)
    program
      .command(name)
      .description(description)
      .argument("<jobs...>", "job_…")
      .action((ids: string[], _options: unknown, command: Command) =>
        run(command, async ({ out, client, signal }) => {
          const changed: JobSummary[] = [];
          for (const id of ids) changed.push(await client().post(path, { params: { path: { id } }, signal }));
          out.result(changed, () => {
            for (const job of changed) out.print(`${job.id}  ${stateOf(job)}`);
          });
        }),
      );
}

const placeOf = ({ show, sequence, shot }: JobSummary): string => `${show}/${sequence}/${shot}`;

function stateOf({ state, progress, cancelRequested }: JobSummary): string {
  if (cancelRequested && state === "running") return "stopping";
  return state === "running" && progress ? `running ${Math.round(progress.fraction * 100)} %` : state;
}

/** What tells jobs apart at a glance: why one failed, or else its prompt. */
function whatOf({ failure, reason, parameters }: JobSummary): string {
  const { prompt } = parameters;
  const text = failure?.message ?? reason ?? (typeof prompt === "string" ? prompt : "");
  return text.replaceAll(/\s+/g, " ").slice(0, 60);
}
