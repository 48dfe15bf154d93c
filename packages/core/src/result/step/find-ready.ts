import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import type { FrameWindow } from "@pegbar/frames";
import type { Graph } from "@pegbar/comfyui";
import type { JobInputs } from "../../schema/job.sql.ts";

/** A job that waited for these jobs and for nothing else, with the results that it continues with. */
export interface ReadyJob {
  id: string;
  batchId: string;
  step: number;
  frame: number | null;
  window: FrameWindow | null;
  variant: number;
  workflowVersionId: string | null;
  modelIds: string[];
  /** Whether its batch takes results of earlier jobs. */
  reuse: boolean;
  graph: Graph;
  inputs: JobInputs;
  /** State and reason of its batch decide whether it is queued. */
  batchState: "active" | "paused" | "stopped";
  batchReason: string | null;
  needs: { jobId: string; input: string; output: string | null }[];
}

/** One end of a batch with steps at a time: of two jobs that end at once, the later one sees the end of the other. */
const lockSteps = createStatement(
  `select pg_advisory_xact_lock(hashtext('pegbar step'), hashtext(batch_id))
  from (select distinct batch_id from job where id = any(:jobIds::text[]) order by batch_id) as b`,
);

const selectReady = createStatement<ReadyJob>(`
  with ended as (select id, batch_id, step from job where id = any(:jobIds::text[])),
  candidate as (
    select d.job_id from job_dependency d where d.depends_on = any(:jobIds::text[])
    union
    select d.job_id from ended
    join job next on next.batch_id = ended.batch_id and next.held_by = 'dependency'
    join job_dependency d on d.job_id = next.id and d.depends_on_step = ended.step
  )
  select job.id, job.batch_id as "batchId", job.step, job.frame, job.frame_window as "window", job.variant,
    job.workflow_version_id as "workflowVersionId",
    coalesce((select jsonb_agg(m.model_id) from job_model m where m.job_id = job.id), '[]') as "modelIds",
    coalesce((batch.request ->> 'reuse')::boolean, true) as reuse, job.graph, job.inputs, batch.state as "batchState",
    batch.reason as "batchReason",
    coalesce((
      select jsonb_agg(jsonb_build_object('jobId', d.depends_on, 'input', d.input, 'output', d.output))
      from job_dependency d where d.job_id = job.id and d.input is not null), '[]') as needs
  from job join batch on batch.id = job.batch_id
  where job.tenant_id = :tenantId and job.id in (select job_id from candidate) and job.state = 'held'
    and job.held_by = 'dependency'
    and not exists (
      select from job_dependency d join job source
        on source.id = d.depends_on or (source.batch_id = job.batch_id and source.step = d.depends_on_step)
      where d.job_id = job.id and source.state <> 'succeeded' and not source.id = any(:jobIds::text[]))
  order by job.id
  for no key update of job`);

/**
 * Finds the jobs that may start now that these jobs have succeeded, and locks them.
 * @param jobIds jobs whose results exist in this transaction, also if their own state is still to be written
 */
export async function findReadyJobs(tx: Database.Tx, jobIds: readonly string[]): Promise<ReadyJob[]> {
  await lockSteps(tx, { jobIds });
  return selectReady(tx, { tenantId: Context.getTenantId(), jobIds });
}
