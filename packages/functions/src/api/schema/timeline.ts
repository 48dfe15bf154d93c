import * as z from "zod";
import { spanKinds } from "@pegbar/core/result/timeline";

const time = z.iso.datetime();

export const TimelineSpan = z
  .object({
    kind: z.enum(spanKinds),
    startedAt: time,
    /** Null while it continues. */
    endedAt: time.nullable(),
    /** Number of the attempt that it belongs to. */
    attempt: z.int().positive().optional(),
    workerId: z.string().optional(),
    /** How the attempt ended, and why. */
    outcome: z.string().optional(),
    reason: z.string().optional(),
    /** Node of the graph; class and title are null once the graph is erased. */
    node: z
      .object({ id: z.string(), classType: z.string().nullable(), title: z.string().nullable(), cached: z.boolean() })
      .optional(),
  })
  .meta({ id: "TimelineSpan" });

export const JobTimeline = z
  .object({
    jobId: z.string(),
    createdAt: time,
    endedAt: time.nullable(),
    /** Id of its trace, 32 hexadecimal digits; null if the submit was not traced. */
    traceId: z.string().nullable(),
    /** By their start. Phases overlap the attempt that they belong to, nodes the rendering. */
    spans: z.array(TimelineSpan),
  })
  .meta({ id: "JobTimeline" });
