import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import type { Place } from "../../job/lookup.ts";
import type { ReusedJob } from "./insert-jobs.ts";
import { recordLinkedJobs } from "./link.ts";

/** What a job that no longer waits has reserved on its quotas. */
export interface Released {
  showId: string;
  memberId: string;
  month: string;
  gpuMs: number;
  micros: number;
}

/**
 * Gives jobs of later steps, which have not run yet, the results of earlier jobs with the same content: free of charge.
 * @param jobs held jobs of one batch, locked
 * @returns what they had reserved; the caller releases it, after all other locks
 */
export async function linkHeldJobs(tx: Database.Tx, batchId: string, jobs: readonly ReusedJob[]): Promise<Released[]> {
  const [batch] = await selectBatch(tx, { batchId });
  if (!batch) throw new Error(`no batch ${batchId}`);
  const at = Context.getPorts().clock.now();
  const released = await endHeldJobs(tx, {
    at: at.toISOString(),
    jobs: JSON.stringify(jobs.map(({ id, sourceJobId }) => ({ id, sourceJobId }))),
  });
  const { memberId, ...place } = batch;
  await recordLinkedJobs(tx, { id: batchId, memberId, place, at }, jobs);
  return released.map(({ gpuMs, micros, ...one }) => ({ ...one, gpuMs: Number(gpuMs), micros: Number(micros) }));
}

const selectBatch = createStatement<Place & { memberId: string }>(`
  select batch.member_id as "memberId", batch.shot_id as "shotId", shot.code as shot, batch.sequence_id as "sequenceId",
    sequence.code as sequence, batch.show_id as "showId", show.code as show
  from batch join shot on shot.id = batch.shot_id join sequence on sequence.id = batch.sequence_id
    join show on show.id = batch.show_id
  where batch.id = :batchId`);

const endHeldJobs = createStatement<Omit<Released, "gpuMs" | "micros"> & { gpuMs: string; micros: string }>(`
  with linked as (select * from jsonb_to_recordset(:jobs::jsonb) as n (id text, "sourceJobId" text)),
  before as (
    select job.id, job.reserved_gpu_ms, job.reserved_micros from job join linked on linked.id = job.id
  )
  update job set state = 'succeeded', held_by = null, reason = null, ended_at = :at::timestamptz,
    reused_job_id = coalesce(source.reused_job_id, source.id), reserved_gpu_ms = 0, reserved_micros = 0
  from linked join job source on source.id = linked."sourceJobId" join before on before.id = linked.id
  where job.id = linked.id
  returning job.show_id as "showId", job.member_id as "memberId", job.month, before.reserved_gpu_ms as "gpuMs",
    before.reserved_micros as micros`);
