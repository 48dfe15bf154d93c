import { asc, eq, inArray } from "drizzle-orm";
import { describeExecution } from "@pegbar/comfyui";
import { getFrameAt, type FrameWindow } from "@pegbar/frames";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import { enqueueRecords } from "../../platform/record/index.ts";
import { listPictureNames } from "../asset/picture-names.ts";
import { countReused } from "../../job/metrics.ts";
import { describeResult } from "../asset/describe-result.ts";
import { describeRuntime } from "../asset/describe-runtime.ts";
import { chooseFileName } from "../asset/file-name.ts";
import { enqueueCredentials } from "../asset/media-tasks.ts";
import { readRecordFacts } from "../asset/record-facts.ts";
import { createVersions, type Numbered } from "../asset/version.ts";
import { expectRenditions } from "../rendition/expect.ts";
import { asset } from "../../schema/asset.sql.ts";
import { attempt, job, jobEvent } from "../../schema/job.sql.ts";
import { enqueueJobEvents } from "../../studio/event/enqueue.ts";
import { chunk } from "./chunk.ts";
import { insertReusedJobs, type LinkingBatch, type ReusedJob, type ReusingBatch } from "./insert-jobs.ts";

/**
 * Inserts jobs that have succeeded with the results of earlier ones: free of charge, with assets, versions, ledger records
 * and events of their own. The files are not copied.
 */
export async function linkJobs(tx: Database.Tx, batch: ReusingBatch, jobs: readonly ReusedJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await insertReusedJobs(tx, batch, jobs);
  await recordLinkedJobs(tx, batch, jobs);
}

/** Gives jobs that have just succeeded without running the results of earlier ones. */
export async function recordLinkedJobs(
  tx: Database.Tx,
  batch: LinkingBatch,
  jobs: readonly ReusedJob[],
): Promise<void> {
  const sources = await readSources(
    tx,
    jobs.map(({ sourceJobId }) => sourceJobId),
  );
  const getSources = ({ sourceJobId }: ReusedJob): Source[] => sources.get(sourceJobId) ?? [];
  const versions = await createVariantVersions(tx, batch, jobs, getSources);
  const recorded = jobs.flatMap((one) => {
    const [source] = getSources(one);
    if (!source) return [];
    const { graph, workflowVersionId } = source;
    const { memberId, place } = batch;
    return [
      { id: one.id, shotId: place.shotId, memberId, workflowVersionId, batchId: batch.id, frame: one.frame, graph },
    ];
  });
  if (recorded.length < jobs.length) throw new Error("a job without results cannot be reused");
  const { records } = await readRecordFacts(tx, recorded);
  const linked = jobs.flatMap((one) => {
    const found = getSources(one);
    return found.map((source) => {
      const version = versions.get(`${one.step} ${one.variant} ${source.row.name}`);
      if (!version) throw new Error(`no version for the result ${source.row.name}`);
      const count = found.filter(({ row }) => row.name === source.row.name && row.frame === source.row.frame).length;
      return { job: one, row: toRow(batch, one, source, version, count), source };
    });
  });
  for (const some of chunk(linked)) {
    const rows = some.map(({ row }) => row);
    await tx.insert(asset).values(rows);
    await enqueueCredentials(tx, rows);
    await enqueueRecords(
      tx,
      some.map(({ job: of, row, source }) => {
        const record = records.get(of.id);
        if (!record) throw new Error(`no facts about the job ${of.id}`);
        return {
          ...record,
          frame: row.frame,
          job: { id: of.id, attempt: 0 },
          runtime: describeRuntime(source.runtime),
          reusedFrom: { assetId: row.reusedAssetId, jobId: source.reusedJobId ?? source.row.jobId },
          execution: describeExecution(source.graph, row.nodeId, source.execution),
          ...describeResult(row),
        };
      }),
    );
  }
  await recordEnds(tx, linked, jobs);
  countReused(jobs.length);
}

function toRow(
  batch: LinkingBatch,
  one: ReusedJob,
  { row: source, window }: Source,
  { number: version, naming }: Numbered,
  count: number,
) {
  const { name, position } = source;
  const frame = moveFrame(source.frame, window, one);
  return {
    ...source,
    id: Id.create("asset"),
    showId: batch.place.showId,
    shotId: batch.place.shotId,
    jobId: one.id,
    memberId: batch.memberId,
    version,
    batchId: batch.id,
    frame,
    filename: chooseFileName(batch.place, naming, { name, version, frame, position, count }, source.filename),
    reusedAssetId: source.reusedAssetId ?? source.id,
    // Content credentials name the asset's own record.
    credentialedKey: null,
    credentialedSha256: null,
    credentialedBytes: null,
    createdAt: batch.at,
  };
}

/** The frame of a result in the job that reuses it: of windows, that at the same position. */
function moveFrame(frame: number | null, window: FrameWindow | null, { frame: own, window: to }: ReusedJob) {
  if (frame === null || !window || !to) return own;
  return getFrameAt(to, (frame - window.first) / window.step);
}

type Source = Awaited<ReturnType<typeof selectSources>>[number];

/** The assets of jobs with what their attempts ran, by job id. */
const readSources = async (tx: Database.Tx, jobIds: readonly string[]): Promise<Map<string, Source[]>> =>
  Map.groupBy(await selectSources(tx, [...new Set(jobIds)]), ({ row }) => row.jobId);

const selectSources = (tx: Database.Tx, jobIds: string[]) =>
  tx
    .select({
      row: asset,
      runtime: attempt.runtime,
      execution: attempt.execution,
      graph: job.graph,
      workflowVersionId: job.workflowVersionId,
      window: job.window,
      reusedJobId: job.reusedJobId,
    })
    .from(asset)
    .innerJoin(attempt, eq(attempt.id, asset.attemptId))
    .innerJoin(job, eq(job.id, asset.jobId))
    .where(inArray(asset.jobId, jobIds))
    .orderBy(asc(asset.nodeId), asc(asset.position));

/** Version numbers by step, variant and name. */
async function createVariantVersions(
  tx: Database.Tx,
  batch: LinkingBatch,
  jobs: readonly ReusedJob[],
  getSources: (job: ReusedJob) => Source[],
): Promise<Map<string, Numbered>> {
  const found = new Map<string, Numbered>();
  const { showId, shotId } = batch.place;
  const common = { tenantId: Context.getTenantId(), showId, shotId, memberId: batch.memberId, batchId: batch.id };
  for (const [key, alike] of Map.groupBy(jobs, ({ step, variant }) => `${step} ${variant}`)) {
    const results = alike.flatMap((one) => getSources(one).map(({ row }) => row));
    const names = new Set(results.map(({ name }) => name));
    const { step = 0, variant = 0, frame = null } = alike[0] ?? {};
    for (const [name, number] of await createVersions(tx, { ...common, step, variant }, [...names]))
      found.set(`${key} ${name}`, number);
    await expectRenditions(tx, { batchId: batch.id, step, variant, frame }, listPictureNames(results));
  }
  return found;
}

/** Records the ends of the jobs like those of jobs that ran. */
async function recordEnds(
  tx: Database.Tx,
  linked: readonly { job: ReusedJob; row: { id: string; reusedAssetId: string } }[],
  jobs: readonly ReusedJob[],
): Promise<void> {
  const tenantId = Context.getTenantId();
  const assetsOf = Map.groupBy(linked, ({ job: of }) => of.id);
  for (const some of chunk(jobs))
    await tx.insert(jobEvent).values(
      some.map(({ id, sourceJobId }) => ({
        tenantId,
        jobId: id,
        type: "succeeded",
        data: { reusedJobId: sourceJobId, assetIds: (assetsOf.get(id) ?? []).map(({ row }) => row.id) },
      })),
    );
  await enqueueJobEvents(
    tx,
    jobs.map(({ id }) => id),
    "succeeded",
  );
}
