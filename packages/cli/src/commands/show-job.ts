import type { Command } from "commander";
import type { components } from "@pegbar/sdk";
import { runCommand } from "../cli.ts";
import { formatTime, type Output } from "../output.ts";
import { withExamples } from "./examples.ts";
import { formatLabels, formatState } from "./format-job.ts";

type Job = components["schemas"]["Job"];

/** jobs show */
export function addShowJobCommand(jobs: Command): void {
  const show = jobs
    .command("show")
    .description("show one job: state, place in the queue, cost, labels, attempts")
    .argument("<job>", "job_…")
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, async ({ out, client, signal }) => {
        const params = { path: { id }, query: { wait: true } };
        printJob(out, await client().get("/v1/jobs/{id}", { params, signal }));
      }),
    );
  withExamples(show, "pegbar jobs show job_01JYB4X2K0000000000000000A");
}

const printJob = (out: Output, job: Job): void =>
  out.result(job, () =>
    out.facts([
      ["job", job.id],
      ["state", formatState(job)],
      ...(job.reason === null ? [] : [["reason", job.reason] as const]),
      ...(job.failure ? [["failure", job.failure.message] as const] : []),
      ...(job.wait ? [["wait", describeWait(job.wait)] as const] : []),
      ["shot", `${job.show}/${job.sequence}/${job.shot}`],
      ["workflow", job.workflowVersionId ?? "a graph"],
      ["runs as", `${job.class}, ${job.lane}, priority ${job.priority}`],
      ["reserved", `$${job.reserved.dollars.toFixed(4)}, ${job.reserved.gpuSeconds.toFixed(1)} GPU s`],
      ["labels", formatLabels(job.labels)],
      ["created", formatTime(job.createdAt)],
      ["started", formatTime(job.startedAt)],
      ["ended", formatTime(job.endedAt)],
      ...job.attempts.map(({ state, reason }, index) => [`attempt ${index + 1}`, reason ?? state] as const),
    ]),
  );

const describeWait = ({ jobsAhead, seconds }: NonNullable<Job["wait"]>): string => {
  const place = `${jobsAhead} ${jobsAhead === 1 ? "job" : "jobs"} ahead`;
  return seconds === null
    ? `${place}, until a worker is started: none is running`
    : `${place}, ${seconds.low.toFixed(0)} to ${seconds.high.toFixed(0)} s`;
};
