import { and, eq, gt } from "drizzle-orm";
import * as Context from "../platform/context.ts";
import type { FailureKind, WorkloadClass } from "../contract/index.ts";
import type { Tx } from "../platform/database/index.ts";
import { estimate } from "../job/estimate/index.ts";
import { attempt } from "../schema/job.sql.ts";
import {
  isRetried,
  MAX_ATTEMPTS,
  MAX_FAILED_WORKERS,
  MAX_INTERRUPTIONS,
  MAX_INTERRUPTIONS_BY_REASON,
  type JobFailure,
} from "../job/state/index.ts";
import type { Ending, Outcome } from "./end.ts";

/** Failed and interrupted attempts since a person last queued the job, without the running one. */
async function readHistory(tx: Tx, { job, attemptId }: Ending) {
  const rows = await tx
    .select({
      id: attempt.id,
      workerId: attempt.workerId,
      state: attempt.state,
      failure: attempt.failure,
      reason: attempt.reason,
    })
    .from(attempt)
    .where(and(eq(attempt.jobId, job.id), gt(attempt.fence, job.retryFence)));
  return {
    failures: rows.filter(({ state }) => state === "failed").length,
    /** Workers on which it has failed, if this attempt fails too. */
    failedWorkers: new Set(
      rows.filter(({ id, state }) => state === "failed" || id === attemptId).map(({ workerId }) => workerId),
    ).size,
    unresponsive: rows.filter(({ failure }) => failure?.kind === "comfyui_unresponsive").length,
    outOfMemory: rows.filter(({ failure }) => failure?.kind === "out_of_memory").length,
    interruptions: rows.flatMap(({ state, reason }) => (state === "interrupted" ? [reason] : [])),
  };
}

/** GPU time of an attempt: as the worker reports it, at most the time since the attempt started. */
export const limitGpuMs = (ending: Ending, executionMs: number): number =>
  Math.round(Math.min(executionMs, Math.max(0, Context.getPorts().clock.now().getTime() - ending.startedAt.getTime())));

const cancelOutcome = (gpuMs: number): Outcome => ({
  attempt: "cancelled",
  job: "cancelled",
  event: "cancelled",
  data: {},
  reason: "cancelled",
  gpuMs,
  paidBy: "tenant",
});

/** Reasons, as the job's page shows them. */
const causes: Record<string, string> = {
  stopping: "its GPU is being given back",
  worker_lost: "its worker is gone",
  worker_error: "its worker failed",
  result_not_recorded: "its result could not be recorded",
  comfyui_unavailable: "its worker's ComfyUI did not start",
  comfyui_busy: "its worker's ComfyUI is busy with somebody else's prompt",
  comfyui_crashed: "ComfyUI ended while it ran",
  comfyui_unresponsive: "ComfyUI stopped responding while it ran",
  input_unavailable: "an input could not be fetched",
  storage_unavailable: "the results could not be stored",
  out_of_memory: "it goes to a larger GPU",
};
const describeInterruption = (reason: string): string => `interrupted, resuming: ${causes[reason] ?? reason}`;

/**
 * The outcome of an interruption. The user is not charged. The job is queued again, or held for the operator after
 * {@link MAX_INTERRUPTIONS} interruptions in total or {@link MAX_INTERRUPTIONS_BY_REASON} with the same reason.
 */
export async function applyInterruption(tx: Tx, ending: Ending, reason: string, executionMs: number): Promise<Outcome> {
  const gpuMs = limitGpuMs(ending, executionMs);
  if (ending.job.cancelRequested) return cancelOutcome(gpuMs);
  const { interruptions } = await readHistory(tx, ending);
  const bill = { gpuMs, paidBy: "platform" } as const;
  const same = interruptions.filter((earlier) => earlier === describeInterruption(reason)).length + 1;
  const isHeld =
    interruptions.length + 1 >= MAX_INTERRUPTIONS || same >= (MAX_INTERRUPTIONS_BY_REASON[reason] ?? Infinity);
  if (!isHeld) {
    return {
      attempt: "interrupted",
      job: "queued",
      event: "interrupted",
      data: { reason },
      reason: describeInterruption(reason),
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

/**
 * The outcome of a failure. An error of the graph ends the job. A crash of ComfyUI is retried, up to {@link MAX_ATTEMPTS}
 * attempts on fewer than {@link MAX_FAILED_WORKERS} workers, free of charge; so is a ComfyUI that stops responding, once. A job that runs out of memory is retried once in the next larger class.
 */
export async function applyFailure(tx: Tx, ending: Ending, request: Failed): Promise<Outcome> {
  const { kind, message, node, traceback } = request;
  const failed = { kind, message, traceback, ...(node ? { node } : {}) };
  const gpuMs = limitGpuMs(ending, request.executionMs);
  if (ending.job.cancelRequested) return cancelOutcome(gpuMs);
  const { failures, failedWorkers, unresponsive, outOfMemory } = await readHistory(tx, ending);
  const retried = isRetried(failed.kind, unresponsive);
  const paidBy = retried ? ("platform" as const) : ("tenant" as const);
  const bill = { attempt: "failed", gpuMs, paidBy, attemptColumns: { failure: failed } } as const;
  const again = {
    ...bill,
    job: "queued",
    event: "interrupted",
    data: { reason: failed.kind },
    reason: describeInterruption(failed.kind),
  } as const;
  const next = larger[ending.job.class as WorkloadClass];
  if (failed.kind === "out_of_memory" && outOfMemory === 0 && next)
    return { ...again, largerClass: await moveTo(tx, ending, next) };
  if (retried && failures + 1 < MAX_ATTEMPTS && failedWorkers < MAX_FAILED_WORKERS) return again;
  const failure: JobFailure = retried
    ? {
        kind: "attempts_exhausted",
        message: `${failures + 1} attempts failed on ${failedWorkers} ${failedWorkers === 1 ? "worker" : "workers"}. The last one: ${failed.message}`,
      }
    : failed;
  return { ...bill, job: "failed", event: "failed", data: { failure }, reason: failure.message.slice(0, 500), failure };
}

/** Price and reservation of the job in a larger class. */
async function moveTo(
  tx: Tx,
  { job }: Ending,
  workloadClass: WorkloadClass,
): Promise<NonNullable<Outcome["largerClass"]>> {
  const price = await estimate(tx, { ...job, class: workloadClass });
  return {
    class: workloadClass,
    reservation: { gpuMs: price.highMs, micros: price.highMicros },
    microsPerHour: price.microsPerHour,
    expectedMs: price.expectedMs,
  };
}
