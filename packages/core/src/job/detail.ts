import type { FrameWindow } from "@pegbar/frames";
import type { Execution, Progress } from "../contract/index.ts";
import * as Access from "../platform/access/index.ts";
import { createRead } from "../platform/database/statement.ts";
import type { PlaceCodes } from "../studio/show/place.ts";
import type { Labels } from "./labels.ts";
import type { JobFailure, JobInputs, JobState, Lane } from "../schema/job.sql.ts";

/** A job with its inputs and its attempts. */
export interface JobDetail extends PlaceCodes {
  id: string;
  state: JobState;
  reason: string | null;
  /** What holds it; null if it is not held. */
  heldBy: "person" | "platform" | "dependency" | null;
  failure: JobFailure | null;
  progress: Progress | null;
  /** Where the progress of the current attempt starts. */
  progressFloor: number;
  cancelRequested: boolean;
  shotId: string;
  memberId: string;
  workflowVersionId: string | null;
  batchId: string | null;
  /** Index of its step in the batch, from 0. */
  step: number;
  /** Number of its frame; null for a job without one. */
  frame: number | null;
  /** The frames that it renders at once; null if it renders one. */
  window: FrameWindow | null;
  /** Index of its combination of parameters in the batch, from 0. */
  variant: number;
  /** The job whose results it has, instead of having run. */
  reusedJobId: string | null;
  parameters: Record<string, unknown>;
  erasedAt: Date | null;
  class: string;
  lane: Lane;
  priority: number;
  labels: Labels;
  /** Reserved on the quotas: the upper end of its estimate. */
  reservedGpuMs: number;
  reservedMicros: number;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** Name of each input of the form → id of its file. Empty for a raw graph. */
  inputs: JobInputs;
  /** In the order in which they started. */
  attempts: Attempt[];
}

interface Attempt {
  id: string;
  state: "running" | "succeeded" | "failed" | "interrupted" | "cancelled";
  reason: string | null;
  failure: JobFailure | null;
  startedAt: Date;
  endedAt: Date | null;
  executionMs: number | null;
  /** The nodes that ran; null if it is not known. */
  execution: Execution | null;
}

/** Times as PostgreSQL writes them, and bigint as text. */
type Raw<T> = {
  [K in keyof T]: T[K] extends Date
    ? string
    : T[K] extends Date | null
      ? string | null
      : K extends "reservedGpuMs" | "reservedMicros"
        ? string
        : T[K];
};
type Row = Raw<Omit<JobDetail, "attempts" | keyof PlaceCodes>> & { attempts: Raw<Attempt>[] };

/** A job that `job.read` reaches. It is written by hand because it is read most: by every client that waits for a job. */
export const readJob = createRead<Row>(`
  select job.id, job.state, job.reason, job.held_by as "heldBy", job.failure, job.progress, job.progress_floor as "progressFloor", job.cancel_requested as "cancelRequested",
    job.shot_id as "shotId", job.member_id as "memberId",
    job.workflow_version_id as "workflowVersionId", job.batch_id as "batchId", job.step, job.frame, job.frame_window as "window", job.variant, job.reused_job_id as "reusedJobId", job.parameters, job.inputs, job.erased_at as "erasedAt", job.class, job.lane,
    job.priority, job.labels, job.reserved_gpu_ms as "reservedGpuMs", job.reserved_micros as "reservedMicros",
    job.created_at as "createdAt", job.started_at as "startedAt", job.ended_at as "endedAt",
    coalesce((
      select jsonb_agg(jsonb_build_object('id', a.id, 'state', a.state, 'reason', a.reason, 'failure', a.failure,
        'startedAt', a.started_at, 'endedAt', a.ended_at, 'executionMs', a.execution_ms, 'execution', a.execution) order by a.fence)
      from attempt a where a.job_id = job.id), '[]'::jsonb) as attempts
  from job
  where job.id = :id and ${Access.buildOwnerCondition("job.member_id")} and ${Access.buildShowCondition("job.show_id")}`);

/** The row of {@link readJob} with its values' own types, and the codes of its shot. */
export const toDetail = (row: Row & PlaceCodes): JobDetail => ({
  ...row,
  erasedAt: toDate(row.erasedAt),
  createdAt: new Date(row.createdAt),
  startedAt: toDate(row.startedAt),
  endedAt: toDate(row.endedAt),
  reservedGpuMs: Number(row.reservedGpuMs),
  reservedMicros: Number(row.reservedMicros),
  attempts: row.attempts.map((attempt) => ({
    ...attempt,
    startedAt: new Date(attempt.startedAt),
    endedAt: toDate(attempt.endedAt),
  })),
});

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));
