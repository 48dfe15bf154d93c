import type { FrameWindow } from "@pegbar/frames";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import type { Place } from "../../job/lookup.ts";
import type { Lane } from "../../job/state/index.ts";

/** A job that gets the results of an earlier one instead of running. */
export interface ReusedJob {
  id: string;
  step: number;
  frame: number | null;
  window: FrameWindow | null;
  variant: number;
  sourceJobId: string;
}

/** What the results of reused jobs of a batch have in common. */
export interface LinkingBatch {
  id: string;
  place: Place;
  memberId: string;
  at: Date;
}

/** What the reused jobs of a batch have in common. */
export interface ReusingBatch extends LinkingBatch {
  lane: Lane;
  priority: number;
  labels: Record<string, string>;
  requestSha256: string;
}

/**
 * Inserts jobs that have succeeded without running, with graph, values, inputs and models of the jobs whose results they
 * get. They reserve nothing.
 */
export const insertReusedJobs = (tx: Database.Tx, batch: ReusingBatch, jobs: readonly ReusedJob[]) =>
  insertJobs(tx, {
    tenantId: Context.getTenantId(),
    batchId: batch.id,
    memberId: batch.memberId,
    showId: batch.place.showId,
    sequenceId: batch.place.sequenceId,
    shotId: batch.place.shotId,
    lane: batch.lane,
    priority: batch.priority,
    labels: JSON.stringify(batch.labels),
    requestSha256: batch.requestSha256,
    at: batch.at.toISOString(),
    jobs: JSON.stringify(jobs),
  });

const insertJobs = createStatement(`
  with new as materialized (
    select * from jsonb_to_recordset(:jobs::jsonb) as n (id text, step int, frame int, "window" jsonb, variant int, "sourceJobId" text)
  ),
  inputs as (
    insert into job_input (tenant_id, job_id, input_id)
    select :tenantId, new.id, i.input_id from new join job_input i on i.job_id = new."sourceJobId"
  ),
  models as (
    insert into job_model (tenant_id, job_id, model_id)
    select :tenantId, new.id, m.model_id from new join job_model m on m.job_id = new."sourceJobId"
  ),
  events as (
    insert into job_event (tenant_id, job_id, type, data) select :tenantId, id, 'queued', '{}'::jsonb from new
  )
  insert into job (id, tenant_id, batch_id, step, frame, frame_window, variant, content_sha256, reused_job_id, member_id, show_id, sequence_id,
    shot_id, workflow_version_id, graph, parameters, inputs, output_names, class, lane, priority, time_limit_seconds,
    model_key, pixels, steps, state, labels, request_sha256, queued_at, created_at, ended_at)
  select new.id, :tenantId, :batchId, new.step, new.frame, nullif(new."window", 'null'), new.variant, j.content_sha256, coalesce(j.reused_job_id, j.id), :memberId, :showId,
    :sequenceId, :shotId, j.workflow_version_id, j.graph, j.parameters, j.inputs, j.output_names, j.class, :lane::lane,
    :priority::int, j.time_limit_seconds, j.model_key, j.pixels, j.steps, 'succeeded', :labels::jsonb, :requestSha256,
    :at::timestamptz, :at::timestamptz, :at::timestamptz
  from new join job j on j.id = new."sourceJobId"`);
