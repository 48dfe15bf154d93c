import { eq, sql } from "drizzle-orm";
import * as Context from "../platform/context.ts";
import type { Lease } from "../contract/index.ts";
import * as Database from "../platform/database/index.ts";
import { createNotFoundError } from "../platform/error/index.ts";
import { processTracer } from "@pegbar/telemetry/trace/tracer.ts";
import { input } from "../schema/input.sql.ts";
import { job, jobInput, jobModel } from "../schema/job.sql.ts";
import { model } from "../schema/model.sql.ts";
import type { Started } from "./claim.ts";
import { buildPreviewKey } from "./output-key.ts";
import { createToken } from "./token.ts";

/** Everything that a worker needs for one attempt: graph, URLs of exactly this attempt's objects, and its token. */
export async function createLease(started: Started): Promise<Lease> {
  const { storage, leases, log } = Context.getPorts();
  const { row, inputs, models, queuedAt } = await Database.tx((tx) => readJob(tx, started));
  const { jobId, attemptId, fence } = started;
  log("info", "attempt started", { jobId, attemptId, fence });
  recordQueuedSpan(row.traceparent, queuedAt, started);
  const [previewUpload, ...downloads] = await Promise.all([
    storage.signPreview(buildPreviewKey(started.tenantId, started.attemptId)),
    ...inputs.map(({ key }) => storage.signGet(key)),
  ]);
  return {
    ...started,
    ...row,
    models,
    token: createToken(started.tenantId, started.attemptId, leases.key),
    leaseSeconds: leases.leaseSeconds,
    heartbeatSeconds: leases.heartbeatSeconds,
    inputs: inputs.flatMap(({ key: _key, ...rest }, index) => {
      const download = downloads[index];
      return download ? [{ ...rest, download }] : [];
    }),
    previewUpload,
  };
}

const readJob = (tx: Database.Tx, started: Started) =>
  Database.runForTenant(started.tenantId, "lease", async () => {
    const [[row], inputs, models] = await Database.runTogether([
      () =>
        tx
          .select({
            graph: job.graph,
            timeLimitSeconds: job.timeLimitSeconds,
            expectedMs: job.expectedMs,
            modelKey: job.modelKey,
            traceparent: job.traceparent,
            // Since it was queued, or since the attempt before.
            queuedAt: sql<string>`coalesce(
              (select ended_at from attempt where job_id = ${job.id} and fence = ${started.fence - 1} and ended_at > ${job.queuedAt}),
              ${job.queuedAt})`,
          })
          .from(job)
          .where(eq(job.id, started.jobId)),
      () =>
        tx
          .select({
            id: input.id,
            sha256: input.sha256,
            bytes: input.bytes,
            contentType: input.contentType,
            key: input.key,
          })
          .from(jobInput)
          .innerJoin(input, eq(input.id, jobInput.inputId))
          .where(eq(jobInput.jobId, started.jobId)),
      () =>
        tx
          .select({ fileName: model.fileName })
          .from(jobModel)
          .innerJoin(model, eq(model.id, jobModel.modelId))
          .where(eq(jobModel.jobId, started.jobId)),
    ]);
    if (!row) throw createNotFoundError("job", started.jobId);
    const { modelKey, expectedMs, queuedAt, traceparent, ...rest } = row;
    const stallSeconds = computeStallSeconds(expectedMs, row.timeLimitSeconds, models.length > 0);
    const others = models.map(({ fileName }) => fileName).filter((name) => name !== modelKey);
    return {
      row: { ...rest, stallSeconds, ...(traceparent === null ? {} : { traceparent }) },
      queuedAt: new Date(queuedAt),
      inputs,
      models: modelKey === "" ? others : [modelKey, ...others],
    };
  });

/** The span of the time in the queue, which has ended now. */
function recordQueuedSpan(parent: string | undefined, startTime: Date, { jobId, fence }: Started): void {
  processTracer
    .start("queued", { parent, startTime, attributes: { "pegbar.job.id": jobId, "pegbar.attempt.number": fence } })
    .end({ at: Context.getPorts().clock.now() });
}

const MIN_STALL_SECONDS = 120;
/** ComfyUI sends no event while it reads models: 40 GB from a network disk take minutes, also in the middle of a prompt. */
const MIN_STALL_SECONDS_WITH_MODELS = 600;
const STALL_FACTOR = 3;

/** How long a running prompt may show no progress: three times the expected duration of the whole job. */
const computeStallSeconds = (expectedMs: number, timeLimitSeconds: number, hasModels: boolean): number => {
  const least = hasModels ? MIN_STALL_SECONDS_WITH_MODELS : MIN_STALL_SECONDS;
  return Math.min(timeLimitSeconds, Math.max(least, (STALL_FACTOR * expectedMs) / 1000));
};
