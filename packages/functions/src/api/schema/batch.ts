import * as z from "zod";
import { jobStates } from "@pegbar/core/job";
import { Time } from "./parts.ts";

const Counts = z.object(
  Object.fromEntries([...jobStates, "waiting" as const].map((state) => [state, z.int()])) as Record<
    (typeof jobStates)[number] | "waiting",
    z.ZodInt
  >,
);

const batchFields = {
  id: z.string(),
  name: z.string(),
  state: z
    .enum(["active", "paused", "stopped", "ended"])
    .describe(
      "`paused`: by a person. `stopped`: by the platform, after too many failures; resume it to continue. `ended`: no job is " +
        "queued, running or held.",
    ),
  reason: z.string().nullable(),
  show: z.string(),
  sequence: z.string(),
  shot: z.string(),
  shotId: z.string(),
  memberId: z.string(),
  workflowVersionId: z.string(),
  frames: z.string().nullable().describe("Its frame range as it was submitted; null without frames."),
  retakeOf: z
    .string()
    .nullable()
    .describe("The batch of which it renders some frames again and keeps the others; null for another batch."),
  jobs: z.int(),
  counts: Counts.describe(
    "Number of its jobs in each state. `waiting`: those that wait for an earlier step; `held` does not count them.",
  ),
  stopAfter: z.object({ failures: z.int().nullable(), share: z.number().nullable() }),
  /** When what was submitted was erased. */
  erasedAt: Time.nullable(),
  createdAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
};

export const BatchSummary = z.object(batchFields).meta({ id: "BatchSummary" });

export const Batch = z
  .object({
    ...batchFields,
    cost: z
      .object({ dollars: z.number(), reservedDollars: z.number() })
      .describe("What its jobs cost so far, and what is reserved on the quotas for those that have not ended."),
    request: z
      .record(z.string(), z.unknown())
      .describe("What was submitted, with defaults, to submit it again. Empty after an erasure."),
  })
  .meta({ id: "Batch" });

export const BatchActed = z.object({ changed: z.int(), batch: Batch }).meta({ id: "BatchActed" });
