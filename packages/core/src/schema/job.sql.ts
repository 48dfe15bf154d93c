import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import type { Graph } from "@pegbar/comfyui";
import type { FrameWindow } from "@pegbar/frames";
import type { Runtime, Execution, FailureKind, Progress, Timeline } from "../contract/index.ts";
import { at, createdAt, id, platformPolicy, roles, tenantPolicy, transaction } from "./columns.ts";
import { batch } from "./batch.sql.ts";
import { input } from "./input.sql.ts";
import { member } from "./member.sql.ts";
import { model } from "./model.sql.ts";
import { sequence, shot, show } from "./show.sql.ts";
import { tenant } from "./tenant.sql.ts";
import { workflowVersion } from "./workflow.sql.ts";

export const jobStates = ["queued", "running", "held", "succeeded", "failed", "cancelled"] as const;
export type JobState = (typeof jobStates)[number];

export const lanes = ["interactive", "batch"] as const;
export type Lane = (typeof lanes)[number];

export type JobInputs = Record<string, string | readonly string[]>;

export interface JobFailure {
  kind: FailureKind | "attempts_exhausted";
  message: string;
  node?: { id: string; classType: string; title?: string | undefined } | undefined;
  traceback?: string[];
}

export const jobState = pgEnum("job_state", jobStates);
export const lane = pgEnum("lane", lanes);

export const job = pgTable(
  "job",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    showId: text("show_id")
      .notNull()
      .references(() => show.id),
    sequenceId: text("sequence_id")
      .notNull()
      .references(() => sequence.id),
    shotId: text("shot_id")
      .notNull()
      .references(() => shot.id),
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    workflowVersionId: text("workflow_version_id").references(() => workflowVersion.id),
    batchId: text("batch_id").references(() => batch.id),
    /** Number of its frame in the shot; null for a job without one. Of a window, the first frame that is kept. */
    frame: integer("frame"),
    /** The frames that it renders at once; null if it renders one. */
    window: jsonb("frame_window").$type<FrameWindow>(),
    /** Index of its combination of parameters in the batch, from 0. Results of one variant have one version. */
    variant: integer("variant").notNull().default(0),
    /** Index of its step in the batch, from 0. */
    step: integer("step").notNull().default(0),
    /** Hash of what the result depends on except the image; null for a job from before this was recorded. */
    contentSha256: text("content_sha256"),
    /** The job whose results it has, instead of having run. */
    reusedJobId: text("reused_job_id").references((): AnyPgColumn => job.id),
    /** The graph as it runs: parameters filled in, file names replaced by input ids. */
    graph: jsonb("graph").$type<Graph>().notNull(),
    parameters: jsonb("parameters").$type<Record<string, unknown>>().notNull(),
    /** Name of each input of the workflow's form → id of the input; of all frames of a window, their ids in order. */
    inputs: jsonb("inputs").$type<JobInputs>().notNull().default({}),
    /** Node id → the name under which its output becomes an asset. */
    outputNames: jsonb("output_names").$type<Record<string, string>>().notNull(),
    class: text("class").notNull(),
    lane: lane("lane").notNull(),
    priority: integer("priority").notNull().default(0),
    timeLimitSeconds: integer("time_limit_seconds").notNull(),
    /** File name of its diffusion model, or empty. A worker that has loaded it starts the job sooner. */
    modelKey: text("model_key").notNull().default(""),
    /** Size of the work, for estimates: pixels of an image, and steps. */
    pixels: bigint("pixels", { mode: "number" }).notNull().default(0),
    steps: integer("steps").notNull().default(0),
    /** Expected GPU time, which the fair share counts from the claim on. */
    expectedMs: bigint("expected_ms", { mode: "number" }).notNull().default(0),
    /** Attempts up to this fence were before a person's retry and no longer count. */
    retryFence: integer("retry_fence").notNull().default(0),
    /** Reserved on the quotas until the job ends: the upper end of its estimate. */
    reservedGpuMs: bigint("reserved_gpu_ms", { mode: "number" }).notNull().default(0),
    reservedMicros: bigint("reserved_micros", { mode: "number" }).notNull().default(0),
    /** Month of the quota that it counts on, and the price at submit. */
    month: text("month").notNull().default(""),
    microsPerHour: bigint("micros_per_hour", { mode: "number" }).notNull().default(0),
    state: jobState("state").notNull(),
    /** Why it waits or how it ended, for people: `interrupted`, `cancelled by …`. */
    reason: text("reason"),
    /**
     * What holds it: a person, the platform after too many interruptions, or jobs of an earlier step that have not
     * succeeded. Null if it is not held.
     */
    heldBy: text("held_by").$type<"person" | "platform" | "dependency">(),
    failure: jsonb("failure").$type<JobFailure>(),
    cancelRequested: boolean("cancel_requested").notNull().default(false),
    /** Fencing number of the newest attempt. Calls with a lower one are refused. */
    fence: integer("fence").notNull().default(0),
    progress: jsonb("progress").$type<Progress>(),
    previews: integer("previews").notNull().default(0),
    previewKey: text("preview_key"),
    /** Where the progress of a new attempt starts: the share that earlier attempts had reported when they were interrupted. */
    progressFloor: real("progress_floor").notNull().default(0),
    idempotencyKey: text("idempotency_key"),
    /** Labels that the client gave: 1 to 16, or none. */
    labels: jsonb("labels").$type<Record<string, string>>().notNull().default({}),
    /** W3C `traceparent` of the request that submitted it; null if that was not traced. */
    traceparent: text("traceparent"),
    /** When graph and parameters were erased. */
    erasedAt: at("erased_at"),
    requestSha256: text("request_sha256").notNull(),
    queuedAt: at("queued_at").notNull(),
    startedAt: at("started_at"),
    endedAt: at("ended_at"),
    createdAt: createdAt(),
  },
  (t) => [
    // Dispatch reads the first entry of each group in this index, so that it finds all groups with queued jobs without
    // reading the jobs.
    index("job_waiting_group")
      .on(t.class, t.tenantId, t.showId, t.memberId, t.modelKey, t.lane, t.priority.desc(), t.queuedAt, t.id)
      .where(sql`state = 'queued'`),
    index("job_running")
      .on(t.class)
      .where(sql`state = 'running'`),
    index("job_open")
      .on(t.tenantId)
      .where(sql`state in ('queued', 'held', 'running')`),
    // For lists, newest first.
    index("job_tenant_time").on(t.tenantId, t.id.desc()),
    index("job_member_time").on(t.memberId, t.id.desc()),
    index("job_show_time").on(t.showId, t.id.desc()),
    index("job_shot").on(t.shotId, t.id.desc()),
    uniqueIndex("job_idempotency")
      .on(t.tenantId, t.memberId, t.idempotencyKey)
      .where(sql`idempotency_key is not null`),
    // Finds earlier results to reuse.
    index("job_content")
      .on(t.tenantId, t.contentSha256, t.id.desc())
      .where(sql`state = 'succeeded' and reused_job_id is null and content_sha256 is not null`),
    index("job_batch")
      .on(t.batchId, t.variant, t.frame, t.id)
      .where(sql`batch_id is not null`),
    // Most jobs have no labels, and add nothing to this index.
    index("job_labels")
      .using("gin", t.labels.op("jsonb_path_ops"))
      .where(sql`labels <> '{}'::jsonb`),
    tenantPolicy(),
    platformPolicy(roles.dispatch),
  ],
);

export const jobInput = pgTable(
  "job_input",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    jobId: text("job_id")
      .notNull()
      .references(() => job.id),
    inputId: text("input_id")
      .notNull()
      .references(() => input.id),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.inputId] }), index("job_input_input").on(t.inputId), tenantPolicy()],
);

/** What a job of a later step waits for: a job, or all jobs of an earlier step of its batch. */
export const jobDependency = pgTable(
  "job_dependency",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    jobId: text("job_id")
      .notNull()
      .references(() => job.id),
    /** Null if it waits for a whole step. */
    dependsOn: text("depends_on").references(() => job.id),
    dependsOnStep: integer("depends_on_step"),
    /** The form's input that gets a result of the job, and the result's name if it has several; null if it only waits. */
    input: text("input"),
    output: text("output"),
  },
  (t) => [
    unique("job_dependency_input").on(t.jobId, t.dependsOn, t.dependsOnStep, t.input).nullsNotDistinct(),
    index("job_dependency_source").on(t.dependsOn),
    tenantPolicy(),
  ],
);

/** The models that a job's graph names, so that "who used this model" is one query. */
export const jobModel = pgTable(
  "job_model",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    jobId: text("job_id")
      .notNull()
      .references(() => job.id),
    modelId: text("model_id")
      .notNull()
      .references(() => model.id),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.modelId] }), index("job_model_model").on(t.modelId), tenantPolicy()],
);

/** One execution of a job under a lease. */
export const attemptState = pgEnum("attempt_state", ["running", "succeeded", "failed", "interrupted", "cancelled"]);
export const attempt = pgTable(
  "attempt",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    jobId: text("job_id")
      .notNull()
      .references(() => job.id),
    fence: integer("fence").notNull(),
    state: attemptState("state").notNull(),
    workerId: text("worker_id").notNull(),
    nonce: text("nonce").notNull(),
    leaseExpiresAt: at("lease_expires_at").notNull(),
    runtime: jsonb("runtime").$type<Runtime>().notNull(),
    phase: text("phase"),
    failure: jsonb("failure").$type<JobFailure>(),
    reason: text("reason"),
    executionMs: bigint("execution_ms", { mode: "number" }),
    /** The nodes that ran; null if it is not known. */
    execution: jsonb("execution").$type<Execution>(),
    /** When its phases and nodes ran, as far as the worker has reported it. */
    timeline: jsonb("timeline").$type<Timeline>(),
    startedAt: at("started_at").notNull(),
    endedAt: at("ended_at"),
    /** When its leftovers in storage were deleted. */
    swept: boolean("swept").notNull().default(false),
  },
  (t) => [
    uniqueIndex("attempt_fence").on(t.jobId, t.fence),
    uniqueIndex("attempt_running")
      .on(t.jobId)
      .where(sql`state = 'running'`),
    index("attempt_expiry")
      .on(t.leaseExpiresAt)
      .where(sql`state = 'running'`),
    uniqueIndex("attempt_nonce").on(t.nonce),
    index("attempt_newest")
      .on(t.startedAt.desc())
      .where(sql`state = 'succeeded'`),
    index("attempt_unswept")
      .on(t.endedAt)
      .where(sql`not swept and state <> 'running'`),
    index("attempt_ended").on(t.endedAt.desc()),
    tenantPolicy(),
    platformPolicy(roles.dispatch),
  ],
);

/** Events of a job, in order, for the event stream. Progress and previews are not stored here. */
export const jobEvent = pgTable(
  "job_event",
  {
    number: bigserial("number", { mode: "number" }).primaryKey(),
    transaction: transaction(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    jobId: text("job_id")
      .notNull()
      .references(() => job.id),
    type: text("type").notNull(),
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("job_event_job").on(t.jobId, t.number),
    index("job_event_activity").on(t.tenantId, t.transaction, t.number),
    tenantPolicy(),
  ],
);
