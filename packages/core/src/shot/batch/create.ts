import type { BatchRequest } from "../../job/batch/request.ts";
import { queueJobs } from "../../job/queue.ts";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import { batch } from "../../schema/batch.sql.ts";
import { jobDependency } from "../../schema/job.sql.ts";
import { startNextJobs } from "../../result/step/start-next.ts";
import { chunk } from "../../result/reuse/chunk.ts";
import { listDependencies } from "./dependencies.ts";
import { linkJobs } from "../../result/reuse/link.ts";
import type { BatchPlan, PricedJob } from "./plan.ts";

/** A job that gets the results of an earlier one instead of being checked and priced. */
type ReusingJob = Pick<PricedJob, "step" | "frame" | "window" | "variant"> & { reusedJobId: string };

interface NewBatch {
  plan: Omit<BatchPlan, "jobs">;
  /** In the order in which they start. Those with a source get its results. */
  jobs: readonly (PricedJob | ReusingJob)[];
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
    steps: 1 + request.steps.length,
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
  const placed = named.map(({ id: jobId, job }) => {
    const { step, frame, window, variant } = job;
    return { id: jobId, step, frame, window, variant, inputs: "prepared" in job ? job.request.inputs : undefined };
  });
  const dependencies = listDependencies(request, placed, tenantId);
  const waiting = new Set(dependencies.map(({ jobId }) => jobId));
  const reused = named.flatMap(({ id: jobId, job: { step, frame, window, variant, reusedJobId } }) =>
    reusedJobId === undefined ? [] : [{ id: jobId, step, frame, window, variant, sourceJobId: reusedJobId }],
  );
  await linkJobs(tx, { id, place, memberId, lane, priority, labels, requestSha256, at }, reused);
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
            batch: { id, step: job.step, frame: job.frame, window: job.window, variant: job.variant },
            isWaiting: waiting.has(jobId),
            traceparent: Context.getTraceparent(),
          },
        ]
      : [],
  );
  const [refusal] = group.length > 0 ? await queueJobs(tx, [group]) : [];
  if (refusal) throw refusal;
  const queued = new Set(group.map((one) => one.id));
  const open = dependencies.filter(({ jobId }) => queued.has(jobId));
  for (const some of chunk(open)) await tx.insert(jobDependency).values(some);
  if (open.length > 0 && reused.length > 0)
    await startNextJobs(
      tx,
      reused.map((one) => one.id),
    );
  return id;
}
