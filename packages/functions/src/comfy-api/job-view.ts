import type { Context } from "hono";
import { getPorts } from "@pegbar/core/platform/context.ts";
import * as Asset from "@pegbar/core/result/asset";
import * as Job from "@pegbar/core/job";
import type { Progress } from "@pegbar/core/contract";
import type { Env } from "../http/problem.ts";
import { getMountPath } from "./links.ts";

/** Status of a job in the Comfy API v2. */
export type Status = "queued" | "running" | "succeeded" | "canceling" | "canceled" | "failed";

/** A held job is queued for the client: it has not ended, and may run later. */
export function toStatus({ state, cancelRequested }: Pick<Job.JobSnapshot, "state" | "cancelRequested">): Status {
  if (state === "running") return cancelRequested ? "canceling" : "running";
  if (state === "cancelled") return "canceled";
  return state === "held" ? "queued" : state;
}

/**
 * Pegbar deletes no jobs and no results by age, and the contract requires a time. The last one that all clients can read.
 */
const NEVER = "9999-12-31T23:59:59Z";

/** A whole snapshot of a job's progress. `nodes` is the number of nodes of its graph. */
export function toProgress(
  { progress, progressFloor, attempt }: { progress: Progress | null; progressFloor: number; attempt: number },
  nodes: number,
) {
  if (progress === null && progressFloor === 0) return null;
  const { fraction, node, classType, step, steps } = progress ?? { fraction: 0 };
  // A new attempt continues where the last one was interrupted: it never goes backwards.
  const value = Math.min(1, progressFloor + (1 - progressFloor) * fraction);
  return {
    value,
    nodes_done: Math.min(nodes, Math.floor(value * nodes + 1e-9)),
    nodes_total: nodes,
    current_node: node ?? null,
    current_node_class: classType ?? null,
    step: step ?? null,
    steps: steps ?? null,
    message: describeProgress(classType, step, steps, progressFloor > 0 ? attempt : 1),
  };
}

function describeProgress(
  classType: string | undefined,
  step: number | undefined,
  steps: number | undefined,
  attempt: number,
): string | null {
  const again = attempt > 1 ? `Attempt ${attempt}` : "";
  const where = classType === undefined ? "" : steps === undefined ? classType : `${classType} ${step}/${steps}`;
  return [again, where].filter(Boolean).join(": ") || null;
}

type Row = Awaited<ReturnType<typeof Asset.listByJob>>[number];

/** An output of a job. It is an asset: its id is one that a workflow may refer to. */
export async function toOutput(row: Row) {
  const { filename, contentType } = row;
  const { url, expiresAt } = await getPorts().storage.signGet(row.key, { filename, contentType });
  return {
    node_id: row.nodeId,
    name: filename,
    type: getOutputType(contentType),
    content_type: contentType,
    size_bytes: row.bytes,
    id: row.id,
    hash: row.blake3 ? `blake3:${row.blake3}` : null,
    url,
    url_expires_at: expiresAt,
    job_id: row.jobId,
  };
}

function getOutputType(contentType: string): "image" | "video" | "audio" | "text" | "file" | "latent" {
  const [kind] = contentType.split("/");
  if (kind === "image" || kind === "video" || kind === "audio" || kind === "text") return kind;
  return contentType === "application/x-safetensors" ? "latent" : "file";
}

/** All outputs of a job, in order. A job has outputs when it has succeeded: they are delivered together. */
export const listOutputs = async (jobId: string) => Promise.all((await Asset.listByJob(jobId)).map(toOutput));

/** A job with everything that clients of the Comfy API v2 read, and Pegbar's own values under `pegbar`. */
export async function toJob(c: Context<Env>, job: Job.JobDetail) {
  const status = toStatus(job);
  const newest = job.attempts.at(-1);
  const [outputs, cost, wait] = await Promise.all([
    job.state === "succeeded" ? listOutputs(job.id) : [],
    Job.readCost(job.id),
    job.state === "queued" ? Job.readWait(job.id) : undefined,
  ]);
  const path = `${getMountPath(c)}/api/v2/jobs/${job.id}`;
  const isOpen = job.endedAt === null;
  return {
    id: job.id,
    status,
    created_at: job.createdAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    completed_at: job.endedAt?.toISOString() ?? null,
    expires_at: NEVER,
    queue_position: wait?.jobsAhead ?? null,
    progress: isOpen
      ? toProgress({ ...job, attempt: job.attempts.length }, cost?.nodes ?? 0)
      : toEndProgress(job, cost?.nodes ?? 0),
    outputs,
    error: toError(job),
    metrics: {
      queue_ms: job.startedAt === null ? null : job.startedAt.getTime() - job.createdAt.getTime(),
      execution_ms: newest?.executionMs ?? null,
    },
    metadata: job.labels,
    urls: { self: path, events: `${path}/events`, cancel: `${path}/cancel` },
    pegbar: {
      state: job.state,
      reason: job.reason,
      shot: `${job.show}/${job.sequence}/${job.shot}`,
      class: job.class,
      priority: job.priority,
      price: {
        estimated_dollars: (cost?.expectedMicros ?? 0) / 1e6,
        actual_dollars: isOpen ? null : (cost?.actualMicros ?? 0) / 1e6,
      },
      reservation: isOpen ? { gpu_seconds: job.reservedGpuMs / 1000, dollars: job.reservedMicros / 1e6 } : null,
      queue: wait ? { jobs_ahead: wait.jobsAhead, seconds: wait.seconds } : null,
      attempts: job.attempts.length,
      execution: newest?.execution ?? null,
      certificates: Object.fromEntries(outputs.map(({ id }) => [id, `${getMountPath(c)}/v1/assets/${id}/certificate`])),
    },
  };
}

/** A job that has succeeded is complete, whatever its last report was. */
const toEndProgress = (job: Job.JobDetail, nodes: number) =>
  toProgress(
    job.state === "succeeded"
      ? { progress: { fraction: 1 }, progressFloor: 0, attempt: 1 }
      : { ...job, attempt: job.attempts.length },
    nodes,
  );

/** Codes of failures that are not an error of a node. */
function toError({ state, failure, reason }: Job.JobDetail) {
  if (state !== "failed") return null;
  const { kind, message, node, traceback } = failure ?? { kind: "failed", message: reason ?? "The job failed." };
  return {
    code: node || kind === "node_error" ? "node_execution_error" : kind,
    message,
    node_id: node?.id ?? null,
    class_type: node?.classType ?? null,
    traceback: traceback && traceback.length > 0 ? traceback.join("\n") : null,
  };
}

/** A job in a list. */
export const toListItem = (job: Awaited<ReturnType<typeof Job.list>>["items"][number]) => ({
  id: job.id,
  status: toStatus(job),
  create_time: job.createdAt.toISOString(),
  update_time: (job.endedAt ?? job.startedAt ?? job.createdAt).toISOString(),
  metadata: job.labels,
});
