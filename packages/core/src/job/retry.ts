import { and, eq } from "drizzle-orm";
import * as Context from "../platform/context.ts";
import type { WorkloadClass } from "../contract/index.ts";
import * as Database from "../platform/database/index.ts";
import * as Dispatch from "./dispatch/index.ts";
import { createNotFoundError, VisibleError } from "../platform/error/index.ts";
import { estimate } from "./estimate/index.ts";
import { input } from "../schema/input.sql.ts";
import * as Model from "../catalog/model/index.ts";
import { getMonth } from "../platform/billing-month.ts";
import { ensureMonth } from "../studio/quota/create.ts";
import { listSubjectIds } from "../studio/quota/lock.ts";
import { readTimeZone } from "../studio/quota/time-zone.ts";
import { reserve } from "./reservation/index.ts";
import { recordEvent } from "./event/index.ts";
import { job, jobInput } from "../schema/job.sql.ts";
import { canFollow } from "./state/index.ts";
import { filterReachable } from "./visible.ts";

/**
 * Queues a failed or cancelled job again, with a new reservation on this month's quotas. Its earlier attempts do not
 * count. Its models are checked again, because one may have been revoked since.
 */
export async function retry(id: string): Promise<void> {
  await Database.tx(async (tx) => {
    const [row] = await tx
      .select()
      .from(job)
      .where(and(eq(job.id, id), filterReachable("job.retry")))
      .for("no key update");
    if (!row) throw createNotFoundError("job", id);
    if (!canFollow(row.state, "queued") || row.state === "running" || row.state === "held")
      throw new VisibleError("conflict", `The job is ${row.state}. Only a failed or cancelled job can be tried again.`);
    await assertKept(tx, row);
    await assertModels(id, row.showId);
    const timeZone = await readTimeZone(tx);
    const now = Context.getPorts().clock.now();
    const month = getMonth(now, timeZone);
    const workloadClass = row.class as WorkloadClass;
    const subjects = { tenantId: row.tenantId, showId: row.showId, memberId: row.memberId };
    const [price] = await Database.runTogether([
      () => estimate(tx, { ...row, class: workloadClass }),
      () => ensureMonth(tx, listSubjectIds(subjects), month),
    ]);
    const reservation = { month, gpuMs: price.highMs, micros: price.highMicros };
    const [, , quotas, unused] = await Database.runTogether([
      () =>
        tx
          .update(job)
          .set({
            state: "queued",
            reason: "tried again",
            failure: null,
            progress: null,
            progressFloor: 0,
            cancelRequested: false,
            retryFence: row.fence,
            expectedMs: price.expectedMs,
            reservedGpuMs: reservation.gpuMs,
            reservedMicros: reservation.micros,
            month,
            microsPerHour: price.microsPerHour,
            queuedAt: now,
            startedAt: null,
            endedAt: null,
          })
          .where(eq(job.id, id)),
      () => recordEvent(tx, id, "queued", { reason: "tried again" }),
      () => reserve(tx, { subjects, reservation, timeZone }),
      () => Dispatch.countUnusedTickets(tx, [row.class]),
    ]);
    await Dispatch.issueTicketsFor(tx, [{ cause: row, quotas }], unused);
  });
}

/** Throws `conflict` for an erased job, whose graph no longer exists. */
async function assertKept(tx: Database.Tx, { id, erasedAt }: typeof job.$inferSelect): Promise<void> {
  const [gone] = await tx
    .select({ id: input.id })
    .from(jobInput)
    .innerJoin(input, eq(input.id, jobInput.inputId))
    .where(and(eq(jobInput.jobId, id), eq(input.status, "erased")))
    .limit(1);
  if (erasedAt === null && !gone) return;
  const what = erasedAt === null ? `Its input ${gone?.id} was` : "Its settings were";
  throw new VisibleError("conflict", `${what} erased, so this job cannot run again. Submit a new one.`);
}

async function assertModels(jobId: string, showId: string): Promise<void> {
  const used = await Model.listUsedModels(jobId);
  const mentions = used.map(({ fileName, kind }) => ({ nodeId: "", input: "", name: fileName, kind }));
  const { problems } = await Model.resolve(mentions, showId);
  const [first] = problems;
  if (first) throw new VisibleError("model_not_cleared", `${first.message}. ${first.remedy}`, { errors: problems });
}
