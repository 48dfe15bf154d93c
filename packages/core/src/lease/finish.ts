import { and, eq, sql } from "drizzle-orm";
import * as Context from "../context.ts";
import type { EndAnswer, WorkloadClass } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import * as Dispatch from "../dispatch/index.ts";
import { VisibleError } from "../error.ts";
import { record } from "../job/events.ts";
import { attempt, job, jobModel } from "../job/job.sql.ts";
import type { JobFailure, JobState } from "../job/state.ts";
import { model } from "../model/model.sql.ts";
import * as Quota from "../quota/index.ts";
import { tenant } from "../tenant/tenant.sql.ts";
import * as Usage from "../usage/record.ts";
import { jobsMoved } from "../webhook/emit.ts";
import { workflowVersion } from "../workflow/workflow.sql.ts";

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

/** How an attempt ends, and where that leaves its job. */
export interface End {
  attempt: Exclude<AttemptState, "running">;
  job: JobState;
  event: string;
  data: Record<string, unknown>;
  reason?: string;
  failure?: JobFailure;
  /** GPU time that the attempt took, in milliseconds, and who bears it. */
  gpuMs: number;
  paidBy: "tenant" | "platform";
  /** Bytes of its results. */
  storageBytes?: number;
  /** A larger class to go on in, and what that must hold. */
  step?: { class: WorkloadClass; hold: { gpuMs: number; micros: number }; microsPerHour: number; expectedMs: number };
  /** What else is kept of the attempt. */
  attemptFacts?: Partial<Pick<typeof attempt.$inferInsert, "failure">>;
}

/**
 * The one place where an attempt ends. Locks job, then attempt; refuses attempts that do not run any more; what
 * `decide` writes and the new states commit together. An attempt that has already ended this way gets the same answer.
 */
export async function finish(
  attemptId: string,
  decide: (tx: Database.Tx, ending: Ending) => Promise<End>,
): Promise<EndAnswer> {
  return Database.tx(async (tx) => {
    const [known] = await tx
      .select({ jobId: attempt.jobId, tenantId: attempt.tenantId })
      .from(attempt)
      .where(eq(attempt.id, attemptId));
    if (!known) throw leaseLost();
    return Database.forTenant(known.tenantId, "lease", async () => {
      const [[current], [row]] = await Database.together([
        () => tx.select().from(job).where(eq(job.id, known.jobId)).for("no key update"),
        () => tx.select().from(attempt).where(eq(attempt.id, attemptId)).for("no key update"),
      ]);
      if (!current || !row) throw leaseLost();
      if (row.state === "succeeded") return { jobId: known.jobId, state: current.state };
      if (row.state !== "running" || row.fence !== current.fence) throw leaseLost();
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
      return { jobId: known.jobId, state: await apply(tx, attemptId, current, end) };
    });
  });
}

/** Writes how it ended and settles it; the quotas' locks come last. Returns the job's state. */
async function apply(
  tx: Database.Tx,
  attemptId: string,
  current: typeof job.$inferSelect,
  wanted: End,
): Promise<JobState> {
  const now = Context.ports().clock.now();
  const { tenantId, showId, memberId } = current;
  const charged = wanted.paidBy === "tenant" ? wanted.gpuMs : 0;
  const [, [facts]] = await Database.together([
    () =>
      tx
        .update(attempt)
        .set({
          ...wanted.attemptFacts,
          state: wanted.attempt,
          endedAt: now,
          reason: wanted.reason ?? null,
          executionMs: wanted.gpuMs,
        })
        .where(and(eq(attempt.id, attemptId), eq(attempt.state, "running"))),
    () => booked(tx, current),
  ]);
  const settled = await Quota.settle(tx, {
    subjects: { tenantId, showId, memberId },
    hold: { month: current.month, gpuMs: current.reservedGpuMs, micros: current.reservedMicros },
    microsPerHour: current.microsPerHour,
    gpuMs: charged,
    next: wanted.job === "queued" || wanted.job === "held" ? "waiting" : "ended",
    ...(wanted.step ? { rehold: wanted.step.hold } : {}),
    ...(wanted.storageBytes === undefined ? {} : { storageBytes: wanted.storageBytes }),
  });
  const end = settled.fits ? wanted : withoutRoom(wanted);
  const goesOn = end.job === "queued" || end.job === "held";
  const lost = wanted.gpuMs - charged;
  await Database.together([
    () =>
      tx
        .update(job)
        .set({
          state: end.job,
          heldBy: end.job === "held" ? "platform" : null,
          reason: end.reason ?? null,
          failure: end.failure ?? null,
          endedAt: goesOn ? null : now,
          reservedGpuMs: settled.hold.gpuMs,
          reservedMicros: settled.hold.micros,
          ...(goesOn ? { progress: null } : {}),
          ...(goesOn && end.step
            ? { class: end.step.class, microsPerHour: end.step.microsPerHour, expectedMs: end.step.expectedMs }
            : {}),
        })
        .where(eq(job.id, current.id)),
    () => record(tx, current.id, end.event, { attempt: current.fence, ...end.data }),
    () => jobsMoved(tx, [current.id], end.job),
    () =>
      Usage.record(tx, {
        job: current,
        attemptId,
        outcome: end.attempt,
        // What ComfyUI said may repeat a prompt, and these rows stay as they are.
        reason: end.failure?.kind ?? end.reason,
        workflowId: facts?.workflowId ?? null,
        modelId: facts?.modelId ?? null,
        timeZone: facts?.timeZone ?? "UTC",
        amounts: {
          gpuMs: settled.gpuMs,
          micros: settled.micros,
          platformGpuMs: settled.platformGpuMs + lost,
          platformMicros: settled.platformMicros + Quota.priceOf(lost, current.microsPerHour),
        },
      }),
    // The claim gave what was expected; what it really took is known now.
    () => Dispatch.give(tx, tenantId, wanted.gpuMs - current.expectedMs, now, false),
  ]);
  Dispatch.topUpAfterCommit(tenantId);
  if (end.job === "held")
    Context.ports().log("error", "job held after too many interruptions", {
      jobId: current.id,
      tenantId,
      reason: end.reason,
    });
  return end.job;
}

/** What usage says of a job beyond its own row. */
const booked = (tx: Database.Tx, { tenantId, workflowVersionId, id, modelKey }: typeof job.$inferSelect) =>
  tx
    .select({ timeZone: tenant.timeZone, workflowId: workflowVersion.workflowId, modelId: model.id })
    .from(tenant)
    .leftJoin(workflowVersion, eq(workflowVersion.id, workflowVersionId ?? ""))
    .leftJoin(jobModel, eq(jobModel.jobId, id))
    .leftJoin(model, and(eq(model.id, jobModel.modelId), eq(model.fileName, modelKey)))
    .where(eq(tenant.id, tenantId))
    .orderBy(sql`${model.id} nulls last`)
    .limit(1);

/** The larger class costs more than the quotas have room for. */
const withoutRoom = (end: End): End => ({
  ...end,
  job: "failed",
  event: "failed",
  reason: NO_ROOM,
  failure: { kind: "out_of_memory", message: NO_ROOM },
  data: { failure: { kind: "out_of_memory", message: NO_ROOM } },
});
const NO_ROOM =
  "It ran out of GPU memory, and the quotas have no room for the next larger class. Choose a smaller size, or ask an admin to raise the limit, then try it again.";

export function leaseLost(): VisibleError {
  return new VisibleError("lease_lost", "The lease has ended. Stop this attempt; nothing of it will be shown.");
}
