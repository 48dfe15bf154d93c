import type { BatchRequest } from "../../job/batch/request.ts";
import { queueJobs } from "../../job/queue.ts";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import { batch } from "../../schema/batch.sql.ts";
import { linkJobs } from "../reuse/link.ts";
import type { BatchPlan, PricedJob } from "./plan.ts";

interface NewBatch {
  plan: Omit<BatchPlan, "jobs">;
  /** In the order in which they start. Those with a source get its results. */
  jobs: readonly (PricedJob | { frame: number | null; variant: number; reusedJobId: string })[];
  request: BatchRequest;
  requestSha256: string;
  idempotencyKey: string | undefined;
  retakeOf?: string;
}

/**
 * Inserts a batch, links the jobs that reuse results, and queues the others, all of them or none.
 * @returns its id
 * @throws quota_exceeded
 */
export async function createBatch(
  tx: Database.Tx,
  { plan, jobs, request, requestSha256, idempotencyKey, retakeOf }: NewBatch,
): Promise<string> {
  const { place } = plan.found;
  const { memberId, tenantId } = Context.getMember();
  const { lane, priority, labels = {} } = request;
  const at = Context.getPorts().clock.now();
  const id = Id.create("batch");
  await tx.insert(batch).values({
    id,
    tenantId,
    showId: place.showId,
    sequenceId: place.sequenceId,
    shotId: place.shotId,
    memberId,
    workflowVersionId: plan.workflowVersionId,
    name: request.name,
    frames: request.frames ?? null,
    jobs: jobs.length,
    retakeOf: retakeOf ?? null,
    request,
    stopFailures: request.stopAfter.failures,
    stopShare: request.stopAfter.share,
    idempotencyKey: idempotencyKey ?? null,
    requestSha256,
    createdAt: at,
  });
  // In the order in which they start: the queue breaks ties by id.
  const named = jobs.map((job) => ({ id: Id.create("job"), job }));
  const reusing = { id, place, memberId, lane, priority, labels, requestSha256, at };
  await linkJobs(
    tx,
    reusing,
    named.flatMap(({ id: jobId, job: { frame, variant, reusedJobId } }) =>
      reusedJobId === undefined ? [] : [{ id: jobId, frame, variant, sourceJobId: reusedJobId }],
    ),
  );
  const group = named.flatMap(({ id: jobId, job }) =>
    "prepared" in job && job.reusedJobId === undefined
      ? [
          {
            id: jobId,
            memberId,
            request: job.request,
            idempotencyKey: undefined,
            requestSha256,
            at,
            prepared: job.prepared,
            price: job.price,
            batch: { id, frame: job.frame, variant: job.variant },
          },
        ]
      : [],
  );
  const [refusal] = group.length > 0 ? await queueJobs(tx, [group]) : [];
  if (refusal) throw refusal;
  return id;
}
