import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import type { Lane } from "./state/index.ts";

/** What metrics of jobs are grouped by. */
interface Kind {
  class: string;
  lane: Lane;
}

/** Counts jobs that were accepted, once the transaction has committed. */
export function countSubmitted(jobs: readonly Kind[]): void {
  const { metrics } = Context.getPorts();
  afterCommit(() => {
    for (const { class: workloadClass, lane } of jobs)
      metrics.count("pegbar_jobs_submitted_total", { class: workloadClass, lane });
  });
}

/** Counts jobs that have ended, once the transaction has committed. `reason` is the kind of a failure. */
export function countEnded(
  jobs: readonly Kind[],
  outcome: "succeeded" | "failed" | "cancelled",
  reason: string = "",
): void {
  const { metrics } = Context.getPorts();
  afterCommit(() => {
    for (const { class: workloadClass, lane } of jobs)
      metrics.count("pegbar_jobs_ended_total", { class: workloadClass, lane, outcome, reason });
  });
}

/** Counts jobs that got earlier results instead of running, once the transaction has committed. */
export function countReused(jobs: number): void {
  const { metrics } = Context.getPorts();
  afterCommit(() => metrics.count("pegbar_jobs_reused_total", {}, jobs));
}

function afterCommit(count: () => void): void {
  Database.runAfterCommit(async () => count());
}
