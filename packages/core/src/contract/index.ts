/**
 * The contract between the platform and a worker: the queue message and the bodies of the Work API. Only types and
 * schemas, so that the worker needs nothing else of core.
 */
import * as z from "zod";
import { Runtime } from "./runtime.ts";
import { Sha256 } from "./sha256.ts";
import { WorkloadClass } from "./workload-class.ts";

export * from "./registration.ts";
export { Runtime } from "./runtime.ts";
export * from "./software.ts";
export { WorkloadClass } from "./workload-class.ts";

/**
 * Body of a queue message. A worker that receives it may claim a job; the claim decides which. `causedByJobId` is for
 * logs only.
 */
export const DispatchTicket = z.strictObject({
  causedByJobId: z.string(),
  class: WorkloadClass,
  nonce: z.string().min(16),
  /** Id of the request and W3C `traceparent` of what issued it, for logs and traces only. */
  requestId: z.string().optional(),
  traceparent: z.string().optional(),
});
export type DispatchTicket = z.infer<typeof DispatchTicket>;

/** A presigned request. Send exactly these headers. */
export const SignedRequest = z.object({
  method: z.enum(["GET", "PUT"]),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  expiresAt: z.iso.datetime(),
});
export type SignedRequest = z.infer<typeof SignedRequest>;

export const ClaimRequest = z.strictObject({
  workerId: z.string().min(1).max(128),
  class: WorkloadClass,
  nonce: z.string().min(16).max(128),
  /** File names of the models that its last job loaded. Dispatch prefers jobs that use them. */
  models: z.array(z.string().max(512)).max(64).default([]),
  /** The software that runs the graphs, for the record of each asset. */
  runtime: Runtime,
});
export type ClaimRequest = z.infer<typeof ClaimRequest>;

export const LeaseInput = z.object({
  /** `inp_…`. The graph contains it in place of a file name. */
  id: z.string(),
  sha256: Sha256,
  bytes: z.int().nonnegative(),
  contentType: z.string(),
  download: SignedRequest,
});
export type LeaseInput = z.infer<typeof LeaseInput>;

/** Everything that a worker needs and may access for one attempt. */
export const Lease = z.object({
  attemptId: z.string(),
  jobId: z.string(),
  tenantId: z.string(),
  /** Bearer token for all further calls of this attempt. */
  token: z.string(),
  /** Fencing number. A newer attempt of the same job has a higher one. */
  fence: z.int().positive(),
  /** Seconds after which the lease expires without a heartbeat. Then another worker may run the job. */
  leaseSeconds: z.number().positive(),
  heartbeatSeconds: z.number().positive(),
  /** Graph in ComfyUI's API format. File names are ids of `inputs`; models have been checked against the registry. */
  graph: z.record(
    z.string(),
    z.object({
      class_type: z.string(),
      inputs: z.record(z.string(), z.unknown()),
      _meta: z.object({ title: z.string().optional() }).optional(),
    }),
  ),
  inputs: z.array(LeaseInput),
  /**
   * File names of the models that the graph loads, the diffusion model first. The worker sends them with its next claim
   * as `models`.
   */
  models: z.array(z.string()),
  timeLimitSeconds: z.number().positive(),
  /**
   * Seconds without progress after which a running prompt counts as stuck; depends on the expected duration of the job.
   */
  stallSeconds: z.number().positive(),
  /** W3C `traceparent` of the request that submitted the job, if that was traced. */
  traceparent: z.string().optional(),
  /** URL for the newest preview (JPEG or PNG). It may be used repeatedly while the lease is valid. */
  previewUpload: SignedRequest,
});
export type Lease = z.infer<typeof Lease>;

export const ClaimAnswer = z.discriminatedUnion("result", [
  z.object({ result: z.literal("granted"), lease: Lease }),
  /** There is no job for this message. Delete the message. */
  z.object({ result: z.literal("nothing") }),
  /** Jobs are queued, but none may run now. Return the message with this delay, in seconds. */
  z.object({ result: z.literal("wait"), seconds: z.number().positive() }),
]);
export type ClaimAnswer = z.infer<typeof ClaimAnswer>;

/** Maximum length of a node id, so that a worker can report on each node of an accepted job. */
const NodeId = z.string().max(256);

/** Maximum number of nodes of a graph. */
const NodeIds = z.array(NodeId).max(2000);

/**
 * The nodes of the graph that ComfyUI ran, and those whose results it took from its cache. A loop that ran only some of
 * its passes has its nodes in both.
 */
export const Execution = z.strictObject({ executed: NodeIds, cached: NodeIds });
export type Execution = z.infer<typeof Execution>;

/** Milliseconds since the worker got the lease. */
const Offset = z.number().nonnegative().max(1e10);

/** A time that ComfyUI spent in a node. A node that runs several times, as in loops, has several. */
export const NodeTime = z.strictObject({ id: NodeId, startMs: Offset, ms: Offset });
export type NodeTime = z.infer<typeof NodeTime>;

/** Maximum number of node times in a report; of more, the longest are reported. */
export const MAX_NODE_TIMES = 1000;

/** When the phases of an attempt ended, by the worker's clock. A phase that it did not reach is absent. */
export const Timeline = z.strictObject({
  /** All inputs are on the worker. */
  fetchedMs: Offset.optional(),
  /** ComfyUI began the prompt. */
  startedMs: Offset.optional(),
  /** ComfyUI ended the prompt. */
  renderedMs: Offset.optional(),
  /** In the order in which they ran; empty if events of ComfyUI were missed. */
  nodes: z.array(NodeTime).max(MAX_NODE_TIMES),
});
export type Timeline = z.infer<typeof Timeline>;

export const Progress = z.strictObject({
  /** Completed share of the whole job, 0 to 1. */
  fraction: z.number().min(0).max(1),
  node: NodeId.optional(),
  classType: z.string().max(256).optional(),
  step: z.int().nonnegative().optional(),
  steps: z.int().nonnegative().optional(),
  /** The nodes so far, in the order in which they ran. Absent for large graphs, and if events may be missing. */
  execution: Execution.optional(),
});
export type Progress = z.infer<typeof Progress>;

export const HeartbeatRequest = z.strictObject({
  phase: z.enum(["fetching", "rendering", "delivering"]),
  progress: Progress.optional(),
  /** Number of previews uploaded to `previewUpload` so far. */
  previews: z.int().nonnegative().default(0),
});
export type HeartbeatRequest = z.infer<typeof HeartbeatRequest>;
export const HeartbeatAnswer = z.object({ cancel: z.boolean(), leaseExpiresAt: z.iso.datetime() });
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;

const OutputFile = z.strictObject({
  /** Unique within the attempt, even for equal files: `<node id>/<index>/<file name>`. */
  name: z.string().min(1).max(1024),
  nodeId: NodeId,
  /** Output key of ComfyUI: images, gifs, audio, 3d … */
  kind: z.string().max(32),
  filename: z.string().min(1).max(255),
  sha256: Sha256,
  /** Absent from workers of older versions; then the platform computes it. */
  blake3: Sha256.optional(),
  bytes: z.int().positive(),
  contentType: z.string().max(128),
});
export type OutputFile = z.infer<typeof OutputFile>;

const OutputFiles = z
  .array(OutputFile)
  .min(1)
  .max(2000)
  .refine((outputs) => new Set(outputs.map(({ name }) => name)).size === outputs.length, {
    error: "Two outputs have the same name. Give each output its own.",
  });

export const UploadsRequest = z.strictObject({ outputs: OutputFiles });
export type UploadsRequest = z.infer<typeof UploadsRequest>;
export const UploadsAnswer = z.object({ uploads: z.array(z.object({ name: z.string(), upload: SignedRequest })) });
export type UploadsAnswer = z.infer<typeof UploadsAnswer>;

const executionMs = z.number().nonnegative();

/** Null or absent if it is not known, because the event socket was lost or ComfyUI exited. */
const execution = Execution.nullable().optional();
/** Absent from workers of older versions. */
const timeline = Timeline.optional();

export const CompleteRequest = z.strictObject({
  outputs: OutputFiles,
  /** Milliseconds between ComfyUI's execution_start and execution_success. */
  executionMs,
  execution,
  timeline,
});
export type CompleteRequest = z.infer<typeof CompleteRequest>;

/** Kind of a failure. It decides whether the job is retried. */
export const FailureKind = z.enum([
  "invalid",
  "out_of_memory",
  "comfyui_crashed",
  "comfyui_unresponsive",
  "node_error",
  "timed_out",
]);
export type FailureKind = z.infer<typeof FailureKind>;

export const FailRequest = z.strictObject({
  kind: FailureKind,
  /** Message for the user, without server paths or names of other tenants. */
  message: z.string().max(4000),
  node: z.strictObject({ id: NodeId, classType: z.string(), title: z.string().optional() }).optional(),
  /** Last lines of the traceback, without server paths. */
  traceback: z.array(z.string().max(2000)).max(40).default([]),
  /** Time that ComfyUI worked on it, in milliseconds. */
  executionMs: executionMs.default(0),
  execution,
  timeline,
});
export type FailRequest = z.infer<typeof FailRequest>;

/**
 * The worker returns the attempt unfinished, because it stops or lost its ComfyUI, or after it stopped a cancelled job.
 */
export const ReleaseRequest = z.strictObject({
  reason: z.enum([
    "stopping",
    "comfyui_unavailable",
    /** Its ComfyUI runs a prompt of somebody else. */
    "comfyui_busy",
    "input_unavailable",
    "storage_unavailable",
    /** Rendered and uploaded, but the platform refused the result. */
    "result_not_recorded",
    "worker_error",
    "cancelled",
  ]),
  /** Time that ComfyUI worked on it, in milliseconds. */
  executionMs: executionMs.default(0),
  execution,
  timeline,
});
export type ReleaseRequest = z.infer<typeof ReleaseRequest>;

/** Answer to complete, fail and release: the job's new state. */
export const EndAnswer = z.object({ jobId: z.string(), state: z.string() });
export type EndAnswer = z.infer<typeof EndAnswer>;

/** Code of an RFC 9457 error. 409 `lease_lost`: another worker has the job, so stop. */
export const LEASE_LOST = "lease_lost";
/** Code of a 409 to a claim: the worker's nodes differ from those of the expected image. */
export const IMAGE_MISMATCH = "image_mismatch";

/**
 * Header with the lease token or the worker key, when `Authorization` contains the signature that a gateway requires.
 */
export const TOKEN_HEADER = "pegbar-authorization";

/** Paths of the Work API, relative to its URL. */
export const workPaths = {
  workers: "/work/v1/workers",
  report: (workerId: string) => `/work/v1/workers/${workerId}/report`,
  leave: (workerId: string) => `/work/v1/workers/${workerId}/leave`,
  claim: "/work/v1/claims",
  heartbeat: (attemptId: string) => `/work/v1/attempts/${attemptId}/heartbeat`,
  uploads: (attemptId: string) => `/work/v1/attempts/${attemptId}/uploads`,
  complete: (attemptId: string) => `/work/v1/attempts/${attemptId}/complete`,
  fail: (attemptId: string) => `/work/v1/attempts/${attemptId}/fail`,
  release: (attemptId: string) => `/work/v1/attempts/${attemptId}/release`,
} as const;
