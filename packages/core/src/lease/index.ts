import { and, eq, lt, sql } from "drizzle-orm";
import * as Asset from "../asset/index.ts";
import * as Context from "../context.ts";
import type {
  ClaimAnswer,
  ClaimRequest,
  CompleteRequest,
  EndAnswer,
  FailRequest,
  HeartbeatAnswer,
  HeartbeatRequest,
  Lease,
  OutputFile,
  ReleaseRequest,
  UploadsAnswer,
} from "../contract/index.ts";
import * as Database from "../database/index.ts";
import * as Dispatch from "../dispatch/index.ts";
import type { Granted } from "../dispatch/index.ts";
import { notFound, VisibleError } from "../error.ts";
import { input } from "../input/input.sql.ts";
import * as Fleet from "../fleet/index.ts";
import { touch } from "../job/events.ts";
import { attempt, job, jobInput, jobModel } from "../job/job.sql.ts";
import { model } from "../model/model.sql.ts";
import { finish, leaseLost, type Ending } from "./finish.ts";
import { afterFailure, afterInterruption, bounded } from "./policy.ts";
import { previewKey } from "./sweep.ts";
import { tokenOf } from "./token.ts";

export { sweepOlderThan } from "./sweep.ts";
export { readToken } from "./token.ts";

/**
 * Claims a job for a worker and hands it everything it needs. Claims of a class wait for each other, so that what it
 * needs is read after the claim has committed; the same worker may ask again if that fails.
 * @throws image_mismatch, nonce_unknown
 */
export async function grant(request: ClaimRequest): Promise<ClaimAnswer> {
  await Fleet.assertExpected(request.runtime.objectInfoDigest);
  const claim = await Dispatch.claim(request);
  if (claim.result !== "granted") return claim;
  const { granted } = claim;
  const loaded = await Database.tx((tx) => load(tx, granted));
  return { result: "granted", lease: await sign({ granted, ...loaded }) };
}

type Loaded = Awaited<ReturnType<typeof load>>;

/** The graph of a granted attempt and its inputs. */
const load = (tx: Database.Tx, granted: Granted) =>
  Database.forTenant(granted.tenantId, "lease", async () => {
    const [[row], inputs, models] = await Database.together([
      () =>
        tx
          .select({
            graph: job.graph,
            timeLimitSeconds: job.timeLimitSeconds,
            expectedMs: job.expectedMs,
            modelKey: job.modelKey,
          })
          .from(job)
          .where(eq(job.id, granted.jobId)),
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
          .where(eq(jobInput.jobId, granted.jobId)),
      () =>
        tx
          .select({ fileName: model.fileName })
          .from(jobModel)
          .innerJoin(model, eq(model.id, jobModel.modelId))
          .where(eq(jobModel.jobId, granted.jobId)),
    ]);
    if (!row) throw notFound("job", granted.jobId);
    const { modelKey, expectedMs, ...rest } = row;
    const stallSeconds = stallAfter(expectedMs, row.timeLimitSeconds);
    const others = models.map(({ fileName }) => fileName).filter((name) => name !== modelKey);
    return { row: { ...rest, stallSeconds }, inputs, models: modelKey === "" ? others : [modelKey, ...others] };
  });

/** A model that has to be read from a network disk first gives no sign of progress for minutes. */
const SHORTEST_STALL_SECONDS = 120;
const STALL_FACTOR = 3;

/** How long a running prompt may be silent: three times what such a job takes in all. */
const stallAfter = (expectedMs: number, timeLimitSeconds: number): number =>
  Math.min(timeLimitSeconds, Math.max(SHORTEST_STALL_SECONDS, (STALL_FACTOR * expectedMs) / 1000));

/** URLs for exactly this attempt's objects, and the token of its lease. */
async function sign({ granted, row, inputs, models }: Loaded & { granted: Granted }): Promise<Lease> {
  const { storage, leases } = Context.ports();
  const [previewUpload, ...downloads] = await Promise.all([
    storage.signPreview(previewKey(granted.tenantId, granted.attemptId)),
    ...inputs.map(({ key }) => storage.signGet(key)),
  ]);
  return {
    ...granted,
    ...row,
    models,
    token: tokenOf(granted.tenantId, granted.attemptId, leases.key),
    leaseSeconds: leases.leaseSeconds,
    heartbeatSeconds: leases.heartbeatSeconds,
    inputs: inputs.flatMap(({ key: _key, ...rest }, index) => {
      const download = downloads[index];
      return download ? [{ ...rest, download }] : [];
    }),
    previewUpload,
  };
}

/** Prolongs the lease and shows progress; says whether the artist wants the job stopped. */
export async function heartbeat(attemptId: string, beat: HeartbeatRequest): Promise<HeartbeatAnswer> {
  const { clock, leases } = Context.ports();
  const leaseExpiresAt = new Date(clock.now().getTime() + leases.leaseSeconds * 1000);
  return Database.tx(async (tx) => {
    const [held] = await tx
      .update(attempt)
      .set({ leaseExpiresAt, phase: beat.phase })
      .where(and(eq(attempt.id, attemptId), eq(attempt.state, "running")))
      .returning({ jobId: attempt.jobId, tenantId: attempt.tenantId });
    if (!held) throw leaseLost();
    const shown =
      beat.previews > 0 ? { previews: beat.previews, previewKey: previewKey(held.tenantId, attemptId) } : {};
    const [row] = await tx
      .update(job)
      .set({
        ...shown,
        ...(beat.progress ? { progress: beat.progress } : {}),
        cancelRequested: sql`${job.cancelRequested}`,
      })
      .where(eq(job.id, held.jobId))
      .returning({ cancel: job.cancelRequested });
    await touch(tx, held.jobId);
    return { cancel: row?.cancel ?? false, leaseExpiresAt: leaseExpiresAt.toISOString() };
  });
}

/** Write-once URLs under the attempt's own prefix, one an output. */
export async function uploads(
  tenantId: string,
  attemptId: string,
  outputs: readonly OutputFile[],
): Promise<UploadsAnswer> {
  await assertRunning(attemptId);
  const { storage } = Context.ports();
  return {
    uploads: await Promise.all(
      outputs.map(async (output) => ({
        name: output.name,
        upload: await storage.signPut({ ...output, key: Asset.keyOf(tenantId, attemptId, output) }),
      })),
    ),
  };
}

/** Ends a job with its result: assets, record and attempt in one transaction. Saying it twice changes nothing. */
export async function complete(tenantId: string, attemptId: string, request: CompleteRequest): Promise<EndAnswer> {
  await assertStored(tenantId, attemptId, request.outputs);
  return finish(attemptId, async (tx, current) => {
    const assets = await Asset.create(tx, current, request);
    return {
      attempt: "succeeded",
      job: "succeeded",
      event: "succeeded",
      data: { assetIds: assets.map(({ id }) => id) },
      gpuMs: bounded(current, request.executionMs),
      paidBy: "tenant",
      storageBytes: assets.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  });
}

/** What is not in the store, or not as announced, is no result. */
async function assertStored(tenantId: string, attemptId: string, outputs: readonly OutputFile[]): Promise<void> {
  const { storage } = Context.ports();
  await Promise.all(
    outputs.map(async (output) => {
      const stored = await storage.head(Asset.keyOf(tenantId, attemptId, output));
      const same = stored?.bytes === output.bytes && (stored.sha256 ?? output.sha256) === output.sha256;
      if (!same)
        throw new VisibleError(
          "conflict",
          `Output ${output.name} is not in the store as announced. Upload it, then complete.`,
        );
    }),
  );
}

/** Ends an attempt that failed: the job is tried again or fails, as the kind and its history say. */
export const fail = (attemptId: string, request: FailRequest): Promise<EndAnswer> =>
  finish(attemptId, (tx, ending) => afterFailure(tx, ending, request));

/** Gives an attempt back unfinished: the job goes on elsewhere; or it stops, as the artist asked. */
export const release = (attemptId: string, { reason, executionMs }: ReleaseRequest): Promise<EndAnswer> =>
  finish(attemptId, (tx, ending) => afterInterruption(tx, ending, reason, executionMs));

/** Ends the attempts whose lease has run out; runs as the dispatch role. Returns how many. */
export async function expire(): Promise<number> {
  const lost = await Database.tx((tx) =>
    tx
      .select({ id: attempt.id })
      .from(attempt)
      .where(and(eq(attempt.state, "running"), lt(attempt.leaseExpiresAt, Context.ports().clock.now())))
      .limit(100),
  );
  for (const { id } of lost)
    await finish(id, (tx, ending) => afterInterruption(tx, ending, "worker_lost", whileSilent(ending)));
  return lost.length;
}

/** What a lost worker had taken of its GPU, as far as anybody knows: from its start to its last sign of life. */
function whileSilent({ phase, startedAt, leaseExpiresAt }: Ending): number {
  if (phase === null || phase === "fetching") return 0;
  const { leaseSeconds } = Context.ports().leases;
  return Math.max(0, leaseExpiresAt.getTime() - leaseSeconds * 1000 - startedAt.getTime());
}

async function assertRunning(attemptId: string): Promise<void> {
  const [row] = await Database.tx((tx) =>
    tx.select({ state: attempt.state }).from(attempt).where(eq(attempt.id, attemptId)),
  );
  if (row?.state !== "running") throw leaseLost();
}
