/**
 * What the platform and a worker say to each other: the queue's message and the Work API's bodies.
 * Types and schemas only, so that the worker needs nothing else of core.
 */
import * as z from "zod";

/** GPU size a job needs. Each class has a queue, a Deployment and a NodePool of its own. */
export const WorkloadClass = z.enum(["light", "heavy", "xl"]);
export type WorkloadClass = z.infer<typeof WorkloadClass>;

/** Body of a queue message: there is work, and the claim decides which. `causedByJobId` is for logs only. */
export const DispatchTicket = z.strictObject({
  causedByJobId: z.string(),
  class: WorkloadClass,
  nonce: z.string().min(16),
});
export type DispatchTicket = z.infer<typeof DispatchTicket>;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits");

/** One presigned request: send exactly these headers. */
export const SignedRequest = z.object({
  method: z.enum(["GET", "PUT"]),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  expiresAt: z.iso.datetime(),
});
export type SignedRequest = z.infer<typeof SignedRequest>;

/** How a worker is. `unfit`: its nodes are not those of the expected image. */
export const WorkerState = z.enum(["starting", "ready", "working", "restarting", "draining", "unfit"]);
export type WorkerState = z.infer<typeof WorkerState>;

const ModelNames = z.array(z.string().max(512)).max(10_000);

/** A worker whose ComfyUI has come up says who it is. */
export const RegisterRequest = z.strictObject({
  workerId: z.string().min(1).max(128),
  class: WorkloadClass,
  state: WorkerState,
  gpu: z.string().max(128),
  /** 0 where nobody can tell. */
  vramBytes: z.int().nonnegative(),
  comfyuiVersion: z.string().max(64),
  imageDigest: z.string().max(256),
  objectInfoDigest: Sha256,
  /** Node classes that its ComfyUI has. */
  nodes: z.array(z.string().max(256)).max(20_000),
  /** File names of the models on its disk. */
  models: ModelNames,
});
export type RegisterRequest = z.infer<typeof RegisterRequest>;

/** How a registered worker is; every ten seconds and whenever it changes. */
export const ReportRequest = z.strictObject({
  state: WorkerState,
  /** What its last job loaded. */
  loadedModels: z.array(z.string().max(512)).max(64),
  /** How often ComfyUI had to be started again. */
  restarts: z.int().nonnegative(),
});
export type ReportRequest = z.infer<typeof ReportRequest>;

/** Whether the platform wants jobs from it; if not, why. */
export const WorkerAnswer = z.discriminatedUnion("fit", [
  z.object({ fit: z.literal(true) }),
  z.object({ fit: z.literal(false), reason: z.string() }),
]);
export type WorkerAnswer = z.infer<typeof WorkerAnswer>;

export const ClaimRequest = z.strictObject({
  workerId: z.string().min(1).max(128),
  class: WorkloadClass,
  nonce: z.string().min(16).max(128),
  /** File names of the models that its last job loaded: dispatch may prefer jobs that use them. */
  models: z.array(z.string().max(512)).max(64).default([]),
  /** What runs the graphs, for the record of each asset. */
  runtime: z.strictObject({
    comfyuiVersion: z.string().max(64),
    imageDigest: z.string().max(256),
    /** Of its nodes: no job is given to a worker whose nodes are not those that the graphs were checked against. */
    objectInfoDigest: Sha256,
    gpu: z.string().max(128),
  }),
});
export type ClaimRequest = z.infer<typeof ClaimRequest>;

export const LeaseInput = z.object({
  /** `inp_…`: also the value that stands in the graph in the place of a file name. */
  id: z.string(),
  sha256: Sha256,
  bytes: z.int().nonnegative(),
  contentType: z.string(),
  download: SignedRequest,
});
export type LeaseInput = z.infer<typeof LeaseInput>;

/** All that a worker may know and reach for one attempt. */
export const Lease = z.object({
  attemptId: z.string(),
  jobId: z.string(),
  tenantId: z.string(),
  /** Bearer token of every later call of this attempt. */
  token: z.string(),
  /** Fencing number: a higher one exists as soon as the job was given to somebody else. */
  fence: z.int().positive(),
  /** Without a heartbeat within this many seconds the job goes to another worker. */
  leaseSeconds: z.number().positive(),
  heartbeatSeconds: z.number().positive(),
  /** ComfyUI API format. File-name values are ids of `inputs`; models are already checked against the registry. */
  graph: z.record(
    z.string(),
    z.object({
      class_type: z.string(),
      inputs: z.record(z.string(), z.unknown()),
      _meta: z.object({ title: z.string().optional() }).optional(),
    }),
  ),
  inputs: z.array(LeaseInput),
  /** File names of the models that it loads, the diffusion model first; for the next claim's `models`. */
  models: z.array(z.string()),
  timeLimitSeconds: z.number().positive(),
  /** A running prompt that gives no sign of progress for this long is stuck: by how long such jobs take. */
  stallSeconds: z.number().positive(),
  /** Where the newest preview picture (JPEG or PNG) is put; may be used again and again while the lease holds. */
  previewUpload: SignedRequest,
});
export type Lease = z.infer<typeof Lease>;

export const ClaimAnswer = z.discriminatedUnion("result", [
  z.object({ result: z.literal("granted"), lease: Lease }),
  /** No job for this message (any more): delete the message. */
  z.object({ result: z.literal("nothing") }),
  /** Jobs wait, none may run now: let the message return after this many seconds. */
  z.object({ result: z.literal("wait"), seconds: z.number().positive() }),
]);
export type ClaimAnswer = z.infer<typeof ClaimAnswer>;

/** As long as a graph's node ids may be: a job that was accepted must be able to report on each of its nodes. */
const NodeId = z.string().max(256);

export const Progress = z.strictObject({
  /** Share of the whole job that is done, 0 to 1. */
  fraction: z.number().min(0).max(1),
  node: NodeId.optional(),
  classType: z.string().max(256).optional(),
  step: z.int().nonnegative().optional(),
  steps: z.int().nonnegative().optional(),
});
export type Progress = z.infer<typeof Progress>;

export const HeartbeatRequest = z.strictObject({
  phase: z.enum(["fetching", "rendering", "delivering"]),
  progress: Progress.optional(),
  /** Counts the previews put to `previewUpload` so far. */
  previews: z.int().nonnegative().default(0),
});
export type HeartbeatRequest = z.infer<typeof HeartbeatRequest>;
export const HeartbeatAnswer = z.object({ cancel: z.boolean(), leaseExpiresAt: z.iso.datetime() });
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;

const OutputFile = z.strictObject({
  /** Unique in the attempt, whatever the files contain: `<node id>/<index>/<file name>`. */
  name: z.string().min(1).max(1024),
  nodeId: NodeId,
  /** ComfyUI's output key: images, gifs, audio, 3d … */
  kind: z.string().max(32),
  filename: z.string().min(1).max(255),
  sha256: Sha256,
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

export const CompleteRequest = z.strictObject({
  outputs: OutputFiles,
  /** Milliseconds between ComfyUI's execution_start and execution_success. */
  executionMs,
});
export type CompleteRequest = z.infer<typeof CompleteRequest>;

/** Why an attempt ended without a result; decides whether the job is tried again. */
export const FailureKind = z.enum(["invalid", "out_of_memory", "comfyui_crashed", "node_error", "timed_out"]);
export type FailureKind = z.infer<typeof FailureKind>;

export const FailRequest = z.strictObject({
  kind: FailureKind,
  /** For the artist: no server path, no other tenant's names. */
  message: z.string().max(4000),
  node: z.strictObject({ id: NodeId, classType: z.string(), title: z.string().optional() }).optional(),
  /** Last lines, server paths removed. */
  traceback: z.array(z.string().max(2000)).max(40).default([]),
  /** How long ComfyUI worked on it, in milliseconds. */
  executionMs: executionMs.default(0),
});
export type FailRequest = z.infer<typeof FailRequest>;

/** The worker gives the attempt back unfinished (it must stop, lost its ComfyUI …), or has stopped it as asked. */
export const ReleaseRequest = z.strictObject({
  reason: z.enum([
    "stopping",
    "comfyui_unavailable",
    "input_unavailable",
    "storage_unavailable",
    /** Rendered and stored, but the platform does not accept the result. */
    "result_not_recorded",
    "worker_error",
    "cancelled",
  ]),
  /** How long ComfyUI worked on it, in milliseconds. */
  executionMs: executionMs.default(0),
});
export type ReleaseRequest = z.infer<typeof ReleaseRequest>;

/** Answer to complete, fail and release: where the job stands now. */
export const EndAnswer = z.object({ jobId: z.string(), state: z.string() });
export type EndAnswer = z.infer<typeof EndAnswer>;

/** Error bodies are RFC 9457 with a `code`; 409 `lease_lost` means: stop, another worker has the job. */
export const LEASE_LOST = "lease_lost";
/** 409 to a claim: the worker's nodes are not those of the expected image. */
export const IMAGE_MISMATCH = "image_mismatch";

/** Where lease token or worker key stand when `Authorization` holds the signature that a gateway wants. */
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
