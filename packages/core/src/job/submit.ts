import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { canonicalBytes } from "@pegbar/verify";
import * as Access from "../access/index.ts";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import * as Dispatch from "../dispatch/index.ts";
import { VisibleError } from "../error.ts";
import { estimate } from "../estimate/index.ts";
import * as Id from "../id.ts";
import * as Quota from "../quota/index.ts";
import { record } from "./events.ts";
import { job, jobInput, jobModel } from "./job.sql.ts";
import { plan } from "./plan.ts";
import type { SubmitRequest } from "./request.ts";

/**
 * Checks a request against everything that could stop it later, holds its upper estimate on the quotas and queues a job,
 * in one transaction.
 * @returns the job's id; the id of the job made before, when the same idempotency key comes again
 */
export async function submit(request: SubmitRequest, idempotencyKey: string | undefined): Promise<string> {
  const member = Context.member();
  if (request.priority > 0) Access.demand("job.raise");
  const requestSha256 = createHash("sha256").update(canonicalBytes(request)).digest("hex");
  return Database.tx(async (tx) => {
    const [before, planned] = await Database.together([
      () => (idempotencyKey === undefined ? Promise.resolve(undefined) : earlier(tx, member.memberId, idempotencyKey)),
      () => plan(request),
    ]).catch(async (error: unknown) => {
      if (!(error instanceof VisibleError) || idempotencyKey === undefined) throw error;
      // What was accepted stays accepted, also when it could not be accepted any more.
      const known = await earlier(tx, member.memberId, idempotencyKey);
      if (known?.requestSha256 === requestSha256) return [known, undefined] as const;
      throw error;
    });
    if (before?.requestSha256 === requestSha256) return before.id;
    if (before || !planned)
      throw new VisibleError("idempotency_key_reused", "Use a new Idempotency-Key for a new request.");
    const { place } = planned;
    const { tenantId, memberId } = member;
    const subjects = { tenantId, showId: place.showId, memberId };
    const now = Context.ports().clock.now();
    const month = Quota.monthOf(now, planned.timeZone);
    const [price] = await Database.together([
      () => estimate(tx, planned),
      () => Quota.openMonth(tx, [tenantId, place.showId, memberId], month),
    ]);
    const id = Id.create("job");
    const hold = { month, gpuMs: price.highMs, micros: price.highMicros };
    const inputRows = planned.inputIds.map((inputId) => ({ tenantId, jobId: id, inputId }));
    const modelRows = planned.models.map((one) => ({ tenantId, jobId: id, modelId: one.id }));
    const [, , , , taken, unused] = await Database.together([
      () =>
        tx.insert(job).values({
          id,
          ...subjects,
          sequenceId: place.sequenceId,
          shotId: place.shotId,
          workflowVersionId: planned.workflowVersionId,
          graph: planned.graph,
          parameters: planned.parameters,
          outputNames: planned.outputNames,
          class: planned.class,
          lane: request.lane,
          priority: request.priority,
          timeLimitSeconds: planned.timeLimitSeconds,
          modelKey: planned.modelKey,
          pixels: planned.pixels,
          steps: planned.steps,
          expectedMs: price.expectedMs,
          reservedGpuMs: hold.gpuMs,
          reservedMicros: hold.micros,
          month,
          microsPerHour: price.microsPerHour,
          state: "queued",
          idempotencyKey: idempotencyKey ?? null,
          requestSha256,
          queuedAt: now,
        }),
      () => (inputRows.length > 0 ? tx.insert(jobInput).values(inputRows) : Promise.resolve()),
      () => (modelRows.length > 0 ? tx.insert(jobModel).values(modelRows) : Promise.resolve()),
      () => record(tx, id, "queued", {}),
      () => Quota.reserve(tx, subjects, hold, planned.timeZone),
      // Counted behind the lock that reserving takes, as claims that find nothing do.
      () => Dispatch.unusedOf(tx, planned.class),
    ]);
    await Dispatch.demandFor(tx, { id, class: planned.class }, taken, unused);
    return id;
  });
}

async function earlier(tx: Database.Tx, memberId: string, key: string) {
  const [found] = await tx
    .select({ id: job.id, requestSha256: job.requestSha256 })
    .from(job)
    .where(and(eq(job.memberId, memberId), eq(job.idempotencyKey, key)));
  return found;
}
