import * as z from "zod";
import { lanes } from "../state/index.ts";

const which = {
  /** Only the jobs of these frames. Default: all jobs of the batch. */
  frames: z.string().max(10_000).optional(),
};

export const BatchActRequest = z.discriminatedUnion("action", [
  z.strictObject({ action: z.enum(["pause", "resume"]) }),
  z.strictObject({ action: z.enum(["cancel", "retry"]), ...which }),
  z
    .strictObject({
      action: z.literal("prioritise"),
      ...which,
      priority: z.int().min(-100).max(100).optional(),
      lane: z.enum(lanes).optional(),
    })
    .refine(({ priority, lane }) => priority !== undefined || lane !== undefined, "give a priority, a lane, or both"),
]);
export type BatchActRequest = z.output<typeof BatchActRequest>;
