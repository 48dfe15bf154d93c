import * as z from "zod";
import { WorkloadClass } from "@pegbar/core/contract";
import { Time } from "./parts.ts";

const limit = z.number().nullable();

export const LimitValues = z.object({
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
  /** IANA name of the zone in which `month` begins and ends: that of the studio. */
  timeZone: z.string(),
  limits: LimitValues,
  weight: z
    .int()
    .nullable()
    .describe(
      "Of a member in the fair share among the studio's members; 100 is the default. Null for studio and shows.",
    ),
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
    /** Effects of limits that are below the current use, for people. */
    effects: z.array(z.string()),
  })
  .meta({ id: "QuotaChanged" });

export const toQuota = ({ renewsAt, ...rest }: Omit<z.infer<typeof Quota>, "renewsAt"> & { renewsAt: Date }) => ({
  subjectId: rest.subjectId,
  scope: rest.scope,
  name: rest.name,
  month: rest.month,
  renewsAt: renewsAt.toISOString(),
  timeZone: rest.timeZone,
  limits: rest.limits,
  weight: rest.weight,
  used: rest.used,
  reserved: rest.reserved,
});

const range = z.object({ low: z.number(), high: z.number() });

/** What is left of each quota that the request counts towards; null: no limit. */
const remaining = z.array(
  z.object({
    scope: z.enum(["tenant", "show", "member"]),
    subjectId: z.string(),
    gpuSeconds: limit,
    dollars: limit,
    waitingJobs: limit,
  }),
);

export const Estimate = z
  .object({
    class: WorkloadClass,
    instance: z.string(),
    /** Pixels of one pass, and sampler steps, by which runs are compared. */
    pixels: z.int(),
    steps: z.int(),
    seconds: range,
    dollars: range,
    /** `seconds` is null if no worker of the class runs and none is started: the job waits until somebody starts one. */
    wait: z.object({ seconds: range.nullable(), jobsAhead: z.int(), workers: z.int() }),
    basis: z.object({
      kind: z.enum(["measured", "assumed"]),
      /** Number of measured runs of the same workflow version, class, size and steps. */
      runs: z.int(),
      text: z.string(),
    }),
    remaining,
  })
  .meta({ id: "Estimate" });

export const BatchEstimate = z
  .object({
    jobs: z.int().describe("Number of jobs: frames times combinations of parameters."),
    reused: z.int().describe("Number of jobs that get results of earlier ones, free of charge."),
    class: WorkloadClass,
    instance: z.string(),
    seconds: range.describe("GPU time of all jobs together."),
    dollars: range,
    /** Until the first job starts. `seconds` is null if no worker of the class runs and none is started. */
    wait: z.object({ seconds: range.nullable(), jobsAhead: z.int(), workers: z.int() }),
    duration: range
      .nullable()
      .describe(
        "Seconds from now until the last job ends, on the workers that run now. Null if no worker of the class runs and none is " +
          "started.",
      ),
    measured: z.int().describe("Number of jobs whose estimate is based on measured runs."),
    remaining,
  })
  .meta({ id: "BatchEstimate" });

const named = z.object({ id: z.string().nullable(), name: z.string().nullable() });

export const UsageLine = z
  .object({
    key: z.record(z.string(), named),
    jobs: z.int(),
    attempts: z.int(),
    gpuSeconds: z.number(),
    dollars: z.number(),
    /** Paid by the platform: attempts that it lost, and overruns. */
    platformGpuSeconds: z.number(),
    platformDollars: z.number(),
  })
  .meta({ id: "UsageLine" });
