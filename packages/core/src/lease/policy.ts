import { and, eq, gt } from "drizzle-orm";
import * as Context from "../context.ts";
import type { FailureKind, WorkloadClass } from "../contract/index.ts";
import type { Tx } from "../database/index.ts";
import { estimate } from "../estimate/index.ts";
import { attempt } from "../job/job.sql.ts";
import {
  isRetried,
  MAX_ATTEMPTS,
  MAX_INTERRUPTIONS,
  MAX_INTERRUPTIONS_BY_REASON,
  type JobFailure,
} from "../job/state.ts";
import type { End, Ending } from "./finish.ts";

/** How often a job has been tried in vain since it was last queued by a person, its running attempt not counted. */
async function history(tx: Tx, { job }: Ending) {
  const rows = await tx
    .select({ state: attempt.state, failure: attempt.failure, reason: attempt.reason })
    .from(attempt)
    .where(and(eq(attempt.jobId, job.id), gt(attempt.fence, job.retryFence)));
  return {
    failures: rows.filter(({ state }) => state === "failed").length,
    outOfMemory: rows.filter(({ failure }) => failure?.kind === "out_of_memory").length,
    interruptions: rows.flatMap(({ state, reason }) => (state === "interrupted" ? [reason] : [])),
  };
}

/** A worker cannot have worked for longer than it held the lease. */
export const bounded = (ending: Ending, executionMs: number): number =>
  Math.round(Math.min(executionMs, Math.max(0, Context.ports().clock.now().getTime() - ending.startedAt.getTime())));

const cancelled = (gpuMs: number): End => ({
  attempt: "cancelled",
  job: "cancelled",
  event: "cancelled",
  data: {},
  reason: "cancelled",
  gpuMs,
  paidBy: "tenant",
});

/** In words, for whoever waits for the job. */
const causes: Record<string, string> = {
  stopping: "its GPU is being given back",
  worker_lost: "its worker is gone",
  worker_error: "its worker failed",
  result_not_recorded: "its result could not be recorded",
  comfyui_unavailable: "its worker's ComfyUI did not start",
  comfyui_crashed: "ComfyUI ended while it ran",
  input_unavailable: "an input could not be fetched",
  storage_unavailable: "the results could not be stored",
  out_of_memory: "it goes to a larger GPU",
};
const resuming = (reason: string): string => `interrupted, resuming: ${causes[reason] ?? reason}`;

/**
 * A loss that is ours: tried again free of charge, then held for the operator, after {@link MAX_INTERRUPTIONS} in all or
 * {@link MAX_INTERRUPTIONS_BY_REASON} of one reason.
 */
export async function afterInterruption(tx: Tx, ending: Ending, reason: string, executionMs: number): Promise<End> {
  const gpuMs = bounded(ending, executionMs);
  if (ending.job.cancelRequested) return cancelled(gpuMs);
  const { interruptions } = await history(tx, ending);
  const bill = { gpuMs, paidBy: "platform" } as const;
  const same = interruptions.filter((earlier) => earlier === resuming(reason)).length + 1;
  const isHeld =
    interruptions.length + 1 >= MAX_INTERRUPTIONS || same >= (MAX_INTERRUPTIONS_BY_REASON[reason] ?? Infinity);
  if (!isHeld) {
    return {
      attempt: "interrupted",
      job: "queued",
      event: "interrupted",
      data: { reason },
      reason: resuming(reason),
      ...bill,
    };
  }
  return {
    attempt: "interrupted",
    job: "held",
    event: "held",
    data: { reason },
    reason: `held after ${interruptions.length + 1} interruptions, the last because ${causes[reason] ?? reason}`,
    ...bill,
  };
}

interface Failed {
  kind: FailureKind;
  message: string;
  node?: { id: string; classType: string; title?: string | undefined } | undefined;
  traceback: string[];
  executionMs: number;
}

const larger: Partial<Record<WorkloadClass, WorkloadClass>> = { light: "heavy", heavy: "xl" };

/** A failure of the graph ends the job; one of ComfyUI is tried again until {@link MAX_ATTEMPTS}, ours to pay. */
export async function afterFailure(tx: Tx, ending: Ending, { executionMs, ...failed }: Failed): Promise<End> {
  const gpuMs = bounded(ending, executionMs);
  if (ending.job.cancelRequested) return cancelled(gpuMs);
  const { failures, outOfMemory } = await history(tx, ending);
  const paidBy = failed.kind === "comfyui_crashed" ? ("platform" as const) : ("tenant" as const);
  const bill = { attempt: "failed", gpuMs, paidBy, attemptFacts: { failure: failed } } as const;
  const again = {
    ...bill,
    job: "queued",
    event: "interrupted",
    data: { reason: failed.kind },
    reason: resuming(failed.kind),
  } as const;
  const next = larger[ending.job.class as WorkloadClass];
  if (failed.kind === "out_of_memory" && outOfMemory === 0 && next)
    return { ...again, step: await stepTo(tx, ending, next) };
  if (isRetried(failed.kind) && failures + 1 < MAX_ATTEMPTS) return again;
  const failure: JobFailure = isRetried(failed.kind)
    ? { kind: "attempts_exhausted", message: `${failures + 1} attempts failed. The last one: ${failed.message}` }
    : failed;
  return { ...bill, job: "failed", event: "failed", data: { failure }, reason: failure.message.slice(0, 500), failure };
}

/** What the job would hold in a larger class. */
async function stepTo(tx: Tx, { job }: Ending, workloadClass: WorkloadClass): Promise<NonNullable<End["step"]>> {
  const price = await estimate(tx, { ...job, class: workloadClass });
  return {
    class: workloadClass,
    hold: { gpuMs: price.highMs, micros: price.highMicros },
    microsPerHour: price.microsPerHour,
    expectedMs: price.expectedMs,
  };
}
