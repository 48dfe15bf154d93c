import * as z from "zod";
import { SignedRequest, WorkloadClass, Progress } from "@pegbar/core/contract";
import { Form } from "@pegbar/core/workflow";
import { jobStates, lanes } from "@pegbar/core/job";
import { Problem } from "../http/problem.ts";

const Time = z.iso.datetime();

export const Me = z
  .object({
    member: z.object({
      id: z.string(),
      email: z.string(),
      name: z.string(),
      role: z.enum(["artist", "supervisor", "admin"]),
    }),
    tenant: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  })
  .meta({ id: "Me" });

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
    versionId: z.string(),
    version: z.int(),
    sha256: z.string(),
    class: z.string(),
    form: Form,
  })
  .meta({ id: "Workflow" });

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
    status: z.enum(["active", "revoked"]),
    shared: z.boolean(),
    clearedShowIds: z.array(z.string()),
  })
  .meta({ id: "Model" });

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

export const Page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** A JSON answer, for `responses` of a route. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { "application/json": { schema } },
  description,
});

/** The error answers of a route, by status. */
export const problems = (...statuses: (400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 500 | 503)[]) =>
  Object.fromEntries(
    [...new Set([400, 401, 403, 500, ...statuses])].map((status) => [
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
