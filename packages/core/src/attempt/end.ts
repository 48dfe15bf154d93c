import { and, eq, sql } from "drizzle-orm";
import * as Context from "../platform/context.ts";
import type { EndAnswer, Execution, Timeline, WorkloadClass } from "../contract/index.ts";
import * as Database from "../platform/database/index.ts";
import * as Batch from "../job/batch/index.ts";
import { cancelDependentsAfterCommit } from "../job/cancel-dependents.ts";
import * as Dispatch from "../job/dispatch/index.ts";
import { recordEvent } from "../job/event/index.ts";
import { attempt, job, jobModel } from "../schema/job.sql.ts";
import type { JobFailure, JobState } from "../job/state/index.ts";
import { model } from "../schema/model.sql.ts";
import { computePrice } from "../platform/money.ts";
import { settle, type Reservation } from "../job/reservation/index.ts";
import { tenant } from "../schema/tenant.sql.ts";
import { batch } from "../schema/batch.sql.ts";
import { createLeaseLostError } from "./lease-lost.ts";
import { reportEnd } from "./report-end.ts";
import { recordUsage } from "./usage.ts";
import { enqueueJobEvents } from "../studio/event/enqueue.ts";
import { workflowVersion } from "../schema/workflow.sql.ts";

type AttemptState = (typeof attempt.$inferSelect)["state"];

/** The attempt and its job, locked. */
export interface Ending {
  attemptId: string;
  fence: number;
  jobId: string;
  tenantId: string;
  job: typeof job.$inferSelect;
  runtime: (typeof attempt.$inferSelect)["runtime"];
  startedAt: Date;
  leaseExpiresAt: Date;
  phase: string | null;
}

/** What a worker reports about an attempt that has ended. */
interface Reported {
  execution?: Execution | null | undefined;
  timeline?: Timeline | undefined;
}

/** How an attempt ends, and the next state of its job. */
export interface Outcome {
  attempt: Exclude<AttemptState, "running">;
  job: JobState;
  event: string;
  data: Record<string, unknown>;
  reason?: string;
  /** Who holds the job. Default: the platform. */
  heldBy?: "person";
  failure?: JobFailure;
  /** GPU time that the attempt took, in milliseconds, and who pays for it. */
  gpuMs: number;
  paidBy: "tenant" | "platform";
  /** Bytes of its results. */
  storageBytes?: number;
  /** The larger class in which the job is queued again, and what it reserves there. */
  largerClass?: {
    class: WorkloadClass;
    reservation: Omit<Reservation, "month">;
    microsPerHour: number;
    expectedMs: number;
  };
  /** Further columns of the attempt. */
  attemptColumns?: Partial<Pick<typeof attempt.$inferInsert, "failure">>;
}

/**
 * The only place where an attempt ends. Locks the job, then the attempt. What `decide` writes and the new states are one
 * transaction. The attempt keeps which nodes ran, and when. An attempt that has already succeeded gets the same answer again.
 * @throws lease_lost for an attempt that no longer runs
 */
export async function endAttempt(
  attemptId: string,
  { execution = null, timeline }: Reported,
  decide: (tx: Database.Tx, ending: Ending) => Promise<Outcome>,
): Promise<EndAnswer> {
  return Database.tx(async (tx) => {
    const [known] = await tx
      .select({ jobId: attempt.jobId, tenantId: attempt.tenantId })
      .from(attempt)
      .where(eq(attempt.id, attemptId));
    if (!known) throw createLeaseLostError();
    return Database.runForTenant(known.tenantId, "lease", async () => {
      const [[current], [row]] = await Database.runTogether([
        () => tx.select().from(job).where(eq(job.id, known.jobId)).for("no key update"),
        () => tx.select().from(attempt).where(eq(attempt.id, attemptId)).for("no key update"),
      ]);
      if (!current || !row) throw createLeaseLostError();
      if (row.state === "succeeded") return { jobId: known.jobId, state: current.state };
      if (row.state !== "running" || row.fence !== current.fence) throw createLeaseLostError();
      const end = await decide(tx, {
        attemptId,
        fence: row.fence,
        jobId: known.jobId,
        tenantId: known.tenantId,
        job: current,
        runtime: row.runtime,
        startedAt: row.startedAt,
        leaseExpiresAt: row.leaseExpiresAt,
        phase: row.phase,
      });
      return { jobId: known.jobId, state: await applyOutcome(tx, { attemptId, execution, timeline }, current, end) };
    });
  });
}

/** Writes the outcome and settles the quotas, whose locks come last. Returns the job's state. */
async function applyOutcome(
  tx: Database.Tx,
  { attemptId, execution, timeline }: Reported & { attemptId: string },
  current: typeof job.$inferSelect,
  wanted: Outcome,
): Promise<JobState> {
  const now = Context.getPorts().clock.now();
  const { tenantId, showId, memberId } = current;
  const charged = wanted.paidBy === "tenant" ? wanted.gpuMs : 0;
  const [, [labels]] = await Database.runTogether([
    () =>
      tx
        .update(attempt)
        .set({
          ...wanted.attemptColumns,
          state: wanted.attempt,
          endedAt: now,
          reason: wanted.reason ?? null,
          executionMs: wanted.gpuMs,
          execution: execution ?? null,
          timeline: timeline ?? null,
        })
        .where(and(eq(attempt.id, attemptId), eq(attempt.state, "running"))),
    () => readUsageLabels(tx, current),
  ]);
  const settled = await settle(tx, {
    subjects: { tenantId, showId, memberId },
    reservation: { month: current.month, gpuMs: current.reservedGpuMs, micros: current.reservedMicros },
    microsPerHour: current.microsPerHour,
    gpuMs: charged,
    next: wanted.job === "queued" || wanted.job === "held" ? "waiting" : "ended",
    ...(wanted.largerClass ? { newReservation: wanted.largerClass.reservation } : {}),
    ...(wanted.storageBytes === undefined ? {} : { storageBytes: wanted.storageBytes }),
  });
  const end = settled.fits ? await holdIfPaused(tx, current, wanted) : failWithoutQuota(wanted);
  const continues = end.job === "queued" || end.job === "held";
  const uncharged = wanted.gpuMs - charged;
  const amounts = {
    gpuMs: settled.gpuMs,
    micros: settled.micros,
    platformGpuMs: settled.platformGpuMs + uncharged,
    platformMicros: settled.platformMicros + computePrice(uncharged, current.microsPerHour),
  };
  await Database.runTogether([
    () =>
      tx
        .update(job)
        .set({
          state: end.job,
          heldBy: end.job === "held" ? (end.heldBy ?? "platform") : null,
          reason: end.reason ?? null,
          failure: end.failure ?? null,
          endedAt: continues ? null : now,
          reservedGpuMs: settled.reservation.gpuMs,
          reservedMicros: settled.reservation.micros,
          ...(continues
            ? { progress: null, progressFloor: computeFloor(current.progressFloor, current.progress?.fraction) }
            : {}),
          ...(continues && end.largerClass
            ? {
                class: end.largerClass.class,
                microsPerHour: end.largerClass.microsPerHour,
                expectedMs: end.largerClass.expectedMs,
              }
            : {}),
        })
        .where(eq(job.id, current.id)),
    () => recordEvent(tx, current.id, end.event, { attempt: current.fence, ...end.data }),
    () => enqueueJobEvents(tx, [current.id], end.job),
    () =>
      recordUsage(tx, {
        job: current,
        attemptId,
        outcome: end.attempt,
        // Not ComfyUI's message: it may repeat a prompt, and erasures do not cover usage rows.
        reason: end.failure?.kind ?? end.reason,
        workflowId: labels?.workflowId ?? null,
        modelId: labels?.modelId ?? null,
        timeZone: labels?.timeZone ?? "UTC",
        amounts,
      }),
    // The claim added the expected duration; now the real one is known.
    () => Dispatch.addToMemberShare(tx, memberId, wanted.gpuMs - current.expectedMs, now),
    () => Dispatch.addToShare(tx, tenantId, wanted.gpuMs - current.expectedMs, now, false),
  ]);
  reportEnd({ attemptId, job: current, attempt: wanted, end, amounts });
  Dispatch.issueTicketsAfterCommit(tenantId);
  if (end.job === "cancelled" && current.batchId !== null) cancelDependentsAfterCommit(tenantId, current.id);
  if (end.job === "failed" && current.batchId !== null) Batch.stopAfterCommit(tenantId, current.batchId);
  if (end.job === "held" && end.heldBy !== "person")
    Context.getPorts().log("error", "job held after too many interruptions", {
      jobId: current.id,
      tenantId,
      reason: end.reason,
    });
  return end.job;
}

/** A job that would be queued again is held instead if its batch is paused or has stopped. */
async function holdIfPaused(tx: Database.Tx, { batchId }: typeof job.$inferSelect, wanted: Outcome): Promise<Outcome> {
  if (batchId === null || wanted.job !== "queued") return wanted;
  const [found] = await tx
    .select({ state: batch.state, reason: batch.reason })
    .from(batch)
    .where(eq(batch.id, batchId));
  if (!found || found.state === "active") return wanted;
  const reason = found.reason ?? `its batch is ${found.state}`;
  return { ...wanted, job: "held", event: "held", data: { ...wanted.data, reason }, reason, heldBy: "person" };
}

/**
 * Where the progress of the next attempt starts, so that it never goes backwards. The progress that was shown is
 * `floor + (1 - floor) * fraction`.
 */
const computeFloor = (floor: number, fraction = 0): number => floor + (1 - floor) * fraction;

/** What a usage row says about a job beyond the job's own row. */
const readUsageLabels = (tx: Database.Tx, { tenantId, workflowVersionId, id, modelKey }: typeof job.$inferSelect) =>
  tx
    .select({ timeZone: tenant.timeZone, workflowId: workflowVersion.workflowId, modelId: model.id })
    .from(tenant)
    .leftJoin(workflowVersion, eq(workflowVersion.id, workflowVersionId ?? ""))
    .leftJoin(jobModel, eq(jobModel.jobId, id))
    .leftJoin(model, and(eq(model.id, jobModel.modelId), eq(model.fileName, modelKey)))
    .where(eq(tenant.id, tenantId))
    .orderBy(sql`${model.id} nulls last`)
    .limit(1);

/** The outcome when the quotas have no room for the larger class. */
const failWithoutQuota = (end: Outcome): Outcome => ({
  ...end,
  job: "failed",
  event: "failed",
  reason: NO_QUOTA,
  failure: { kind: "out_of_memory", message: NO_QUOTA },
  data: { failure: { kind: "out_of_memory", message: NO_QUOTA } },
});
const NO_QUOTA =
  "It ran out of GPU memory, and the quotas have no room for the next larger class. Choose a smaller size, or ask an admin to raise the limit, then retry the job.";
