import * as z from "zod";
import { SignedRequest, WorkloadClass, Progress } from "@pegbar/core/contract";
import { Field, Form } from "@pegbar/core/workflow/form.ts";
import { jobStates, lanes } from "@pegbar/core/job";
import { Problem } from "../http/problem.ts";

const Time = z.iso.datetime();

const roleName = z.enum(["artist", "supervisor", "admin"]);
const Identified = z.object({ id: z.string(), email: z.string(), name: z.string() });

export const Me = z
  .object({
    member: Identified.extend({ role: roleName }).nullable(),
    tenant: z.object({ id: z.string(), slug: z.string(), name: z.string() }).nullable(),
    /** Present for who runs the platform; then there is no member. */
    operator: Identified.nullable(),
    /** Verb → how far: own, shows, tenant, platform. */
    may: z.record(z.string(), z.enum(["own", "shows", "tenant", "platform"])),
  })
  .meta({ id: "Me" });

export const Tenant = z
  .object({ id: z.string(), slug: z.string(), name: z.string(), timeZone: z.string(), rawGraphs: z.boolean() })
  .meta({ id: "Tenant" });
export const shownTenant = ({ id, slug, name, timeZone, rawGraphs }: z.infer<typeof Tenant>) => ({
  id,
  slug,
  name,
  timeZone,
  rawGraphs,
});

export const Member = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: roleName,
    status: z.enum(["invited", "active", "left"]),
    createdAt: Time,
  })
  .meta({ id: "Member" });
export const ShowMember = Member.pick({ id: true, name: true, role: true, status: true }).meta({ id: "ShowMember" });

const limit = z.number().nullable();
const LimitValues = z.object({
  runningJobs: limit,
  waitingJobs: limit,
  gpuSecondsPerMonth: limit,
  dollarsPerMonth: limit,
  storageBytes: limit,
});

const quotaFields = {
  /** `ten_…`, `sho_…` or `mem_…`. */
  subjectId: z.string(),
  scope: z.enum(["tenant", "show", "member"]),
  name: z.string(),
  month: z.string(),
  renewsAt: Time,
  limits: LimitValues,
  used: z.object({
    runningJobs: z.int(),
    waitingJobs: z.int(),
    gpuSeconds: z.number(),
    dollars: z.number(),
    storageBytes: z.int(),
  }),
  reserved: z.object({ gpuSeconds: z.number(), dollars: z.number() }),
};
export const Quota = z.object(quotaFields).meta({ id: "Quota" });
export const QuotaChanged = z
  .object({
    ...quotaFields,
    /** What limits below the present state mean, in words. */
    effects: z.array(z.string()),
  })
  .meta({ id: "QuotaChanged" });
export const shownQuota = ({ renewsAt, ...rest }: Omit<z.infer<typeof Quota>, "renewsAt"> & { renewsAt: Date }) => ({
  subjectId: rest.subjectId,
  scope: rest.scope,
  name: rest.name,
  month: rest.month,
  renewsAt: renewsAt.toISOString(),
  limits: rest.limits,
  used: rest.used,
  reserved: rest.reserved,
});

export const TenantSummary = z
  .object({
    ...Tenant.shape,
    weight: z.int(),
    limits: LimitValues,
    running: z.int(),
    waiting: z.int(),
    storageBytes: z.int(),
    month: z.string(),
    gpuSeconds: z.number(),
    dollars: z.number(),
    createdAt: Time,
  })
  .meta({ id: "TenantSummary" });
export const shownTenantSummary = ({
  createdAt,
  ...rest
}: Omit<z.infer<typeof TenantSummary>, "createdAt"> & { createdAt: Date }) => ({
  ...rest,
  createdAt: createdAt.toISOString(),
});

export const FleetClass = z
  .object({
    class: WorkloadClass,
    instance: z.string(),
    dollarsPerHour: z.number(),
    runningLimit: z.int().nullable(),
    /** Workers lately heard of, and jobs of all studios. */
    workers: z.int(),
    running: z.int(),
    waiting: z.int(),
    waitingTenants: z.int(),
    /** Held by the platform after too many interruptions: look at their workers, then release them. */
    held: z.int(),
  })
  .meta({ id: "FleetClass" });
export const Fleet = z
  .object({
    classes: z.array(FleetClass),
    /** How often each kind of repair was needed; empty on a platform without faults. */
    repairs: z.array(z.object({ kind: z.string(), total: z.int(), lastAt: Time })),
  })
  .meta({ id: "Fleet" });

const range = z.object({ low: z.number(), high: z.number() });
export const Estimate = z
  .object({
    class: WorkloadClass,
    instance: z.string(),
    /** Of one pass, and sampler steps: what runs are compared by. */
    pixels: z.int(),
    steps: z.int(),
    seconds: range,
    dollars: range,
    wait: z.object({ seconds: range, jobsAhead: z.int(), workers: z.int() }),
    basis: z.object({
      kind: z.enum(["measured", "assumed"]),
      /** Measured runs of the same workflow version, class, size and steps. */
      runs: z.int(),
      text: z.string(),
    }),
    /** What is left on each quota that it would count on; null: no limit. */
    remaining: z.array(
      z.object({
        scope: z.enum(["tenant", "show", "member"]),
        subjectId: z.string(),
        gpuSeconds: limit,
        dollars: limit,
        waitingJobs: limit,
      }),
    ),
  })
  .meta({ id: "Estimate" });

const named = z.object({ id: z.string().nullable(), name: z.string().nullable() });
export const UsageLine = z
  .object({
    key: z.record(z.string(), named),
    jobs: z.int(),
    attempts: z.int(),
    gpuSeconds: z.number(),
    dollars: z.number(),
    /** Borne by the platform: attempts lost to it, and overruns. */
    platformGpuSeconds: z.number(),
    platformDollars: z.number(),
  })
  .meta({ id: "UsageLine" });

export const AuditEntry = z
  .object({
    id: z.string(),
    at: Time,
    actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
    action: z.string(),
    subject: z.object({ type: z.string(), id: z.string() }),
    before: z.unknown(),
    after: z.unknown(),
    requestId: z.string(),
  })
  .meta({ id: "AuditEntry" });

export const Notice = z
  .object({
    id: z.string(),
    type: z.string(),
    subjectId: z.string(),
    meter: z.string(),
    /** Per cent of the limit. */
    threshold: z.int(),
    period: z.string(),
    data: z.record(z.string(), z.unknown()),
    createdAt: Time,
  })
  .meta({ id: "Notice" });

export const Show = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    sequences: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        shots: z.array(
          z.object({ id: z.string(), code: z.string(), frameIn: z.int().nullable(), frameOut: z.int().nullable() }),
        ),
      }),
    ),
  })
  .meta({ id: "Show" });

export const Workflow = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    retired: z.boolean(),
    versionId: z.string(),
    version: z.int(),
    sha256: z.string(),
    class: z.string(),
    timeLimitSeconds: z.int(),
    form: Form,
  })
  .meta({ id: "Workflow" });

export const WorkflowVersion = Workflow.extend({
  graph: z.record(z.string(), z.unknown()),
  publishedAt: Time,
  publishedBy: z.string().nullable(),
}).meta({ id: "WorkflowVersion" });

const Detail = Problem.shape.errors.element;
export const Proposal = z
  .object({
    form: Form.extend({ outputs: Form.shape.outputs.min(0) }),
    /** Further values of the graph that a field could be made of. */
    more: z.array(Field),
    /** Models that the graph names; each must be registered and cleared. */
    models: z.array(z.object({ name: z.string(), kind: z.string() })),
    /** What keeps the graph from running. */
    problems: z.array(Detail),
  })
  .meta({ id: "WorkflowProposal" });

export const Model = z
  .object({
    id: z.string(),
    fileName: z.string(),
    kind: z.string(),
    name: z.string(),
    sha256: z.string(),
    family: z.string(),
    licence: z.string(),
    vramMib: z.int(),
    status: z.enum(["active", "revoked", "announced", "checking", "refused"]),
    bytes: z.int().nullable(),
    shared: z.boolean(),
    clearedShowIds: z.array(z.string()),
  })
  .meta({ id: "Model" });
export const OwnModel = Model.extend({
  /** Present while the file is not here yet. */
  upload: SignedRequest.optional(),
}).meta({ id: "OwnModel" });
export const SharedModel = Model.omit({ bytes: true, shared: true, clearedShowIds: true }).meta({ id: "SharedModel" });
export const ModelUse = z
  .object({
    memberId: z.string(),
    member: z.string(),
    showId: z.string(),
    show: z.string(),
    jobs: z.int(),
    firstAt: Time,
    lastAt: Time,
  })
  .meta({ id: "ModelUse" });

export const Input = z
  .object({
    id: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    contentType: z.string(),
    filename: z.string(),
    status: z.enum(["announced", "checking", "verified", "refused"]),
    width: z.int().nullable(),
    height: z.int().nullable(),
    createdAt: Time,
    /** Present while the file is not here yet. */
    upload: SignedRequest.optional(),
  })
  .meta({ id: "Input" });

const Failure = z.object({
  kind: z.string(),
  message: z.string(),
  node: z.object({ id: z.string(), classType: z.string(), title: z.string().optional() }).optional(),
  traceback: z.array(z.string()).optional(),
});

const jobFields = {
  id: z.string(),
  state: z.enum(jobStates),
  reason: z.string().nullable(),
  failure: Failure.nullable(),
  progress: Progress.nullable(),
  cancelRequested: z.boolean(),
  show: z.string(),
  sequence: z.string(),
  shot: z.string(),
  shotId: z.string(),
  memberId: z.string(),
  workflowVersionId: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()),
  class: WorkloadClass,
  lane: z.enum(lanes),
  priority: z.int(),
  /** Held on the quotas until it ends. */
  reserved: z.object({ gpuSeconds: z.number(), dollars: z.number() }),
  createdAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
};
export const JobSummary = z.object(jobFields).meta({ id: "JobSummary" });
export const Job = z
  .object({
    ...jobFields,
    attempts: z.array(
      z.object({
        id: z.string(),
        state: z.enum(["running", "succeeded", "failed", "interrupted", "cancelled"]),
        reason: z.string().nullable(),
        failure: Failure.nullable(),
        executionMs: z.int().nullable(),
        startedAt: Time,
        endedAt: Time.nullable(),
      }),
    ),
  })
  .meta({ id: "Job" });

export const Asset = z
  .object({
    id: z.string(),
    show: z.string(),
    sequence: z.string(),
    shot: z.string(),
    shotId: z.string(),
    jobId: z.string(),
    memberId: z.string(),
    name: z.string(),
    version: z.int(),
    position: z.int(),
    filename: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    contentType: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    thumbnailUrl: z.url().optional(),
    createdAt: Time,
  })
  .meta({ id: "Asset" });

export const Certificate = z
  .object({
    format: z.literal("pegbar-certificate/1"),
    record: z.record(z.string(), z.unknown()),
    proof: z.object({ leafIndex: z.int(), hashes: z.array(z.string()), checkpoint: z.string() }),
    logKey: z.string(),
  })
  .meta({ id: "Certificate" });

export const JobChange = z
  .strictObject({ priority: z.int().min(-100).max(100).optional(), lane: z.enum(lanes).optional() })
  .refine(({ priority, lane }) => priority !== undefined || lane !== undefined, "give a priority, a lane, or both");
export const Acted = z
  .object({
    changed: z.int(),
    /** Of these: running jobs, which stop as soon as their workers have heard. */
    stopping: z.int(),
  })
  .meta({ id: "Acted" });

export const params = z.object({ id: z.string().max(64) });
export const page = z.object({
  before: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A JSON body, for `request` of a route. */
export const body = <T extends z.ZodType>(schema: T) => ({
  required: true as const,
  content: { "application/json": { schema } },
});

export const Page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** A JSON answer, for `responses` of a route. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { "application/json": { schema } },
  description,
});

/** The error answers of a route, by status. */
export const problems = (...statuses: (400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 500 | 503)[]) =>
  Object.fromEntries(
    [...new Set([400, 401, 403, 413, 415, 500, ...statuses])].map((status) => [
      status,
      { content: { "application/problem+json": { schema: Problem } }, description: "What is wrong and what to do" },
    ]),
  );

/** Dates as text, as JSON has them. */
export type Wire<T> = T extends Date
  ? string
  : T extends (infer U)[]
    ? Wire<U>[]
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T;

/** What `JSON.stringify` makes of a value, as a type: dates become text. */
export const wire = <T>(value: T): Wire<T> => value as Wire<T>;
