import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import { countEnded } from "../job/metrics.ts";
import type { job } from "../schema/job.sql.ts";
import type { Outcome } from "./end.ts";

interface Ended {
  attemptId: string;
  job: typeof job.$inferSelect;
  /** How the attempt ended. */
  attempt: Outcome;
  /** The same, with the end of its job as the quotas and the state of its batch permit. */
  end: Outcome;
  /** What the studio and the platform pay, in milliseconds and millionths of a dollar. */
  amounts: { gpuMs: number; micros: number; platformGpuMs: number; platformMicros: number };
}

/** Logs and counts an attempt that has ended, what it cost and the end of its job, once the transaction has committed. */
export function reportEnd({ attemptId, job, attempt, end, amounts }: Ended): void {
  const { metrics, log } = Context.getPorts();
  const requestId = Context.getCurrent().requestId;
  const { class: workloadClass, tenantId: tenant } = job;
  if (end.job === "succeeded" || end.job === "failed" || end.job === "cancelled")
    countEnded([job], end.job, end.failure?.kind);
  Database.runAfterCommit(async () => {
    log("info", "attempt ended", {
      requestId,
      jobId: job.id,
      attemptId,
      outcome: attempt.attempt,
      reason: getReason(attempt),
      jobState: end.job,
    });
    metrics.count("pegbar_attempts_ended_total", {
      class: workloadClass,
      state: attempt.attempt,
      reason: getReason(attempt),
    });
    if (end.job === "held" && end.heldBy !== "person")
      metrics.count("pegbar_jobs_held_total", { class: workloadClass });
    for (const [paid_by, ms, micros] of [
      ["tenant", amounts.gpuMs, amounts.micros],
      ["platform", amounts.platformGpuMs, amounts.platformMicros],
    ] as const) {
      if (ms === 0 && micros === 0) continue;
      metrics.count("pegbar_gpu_seconds_total", { class: workloadClass, tenant, paid_by }, ms / 1000);
      metrics.count("pegbar_cost_dollars_total", { class: workloadClass, tenant, paid_by }, micros / 1e6);
    }
  });
}

/** Why it was interrupted, or the kind of its failure; one of few words, never a message. */
function getReason({ attempt, data, failure, attemptColumns }: Outcome): string {
  if (attempt === "interrupted") return typeof data["reason"] === "string" ? data["reason"] : "";
  return attemptColumns?.failure?.kind ?? failure?.kind ?? "";
}
