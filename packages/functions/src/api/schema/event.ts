import * as z from "zod";
import { PositionId } from "@pegbar/core/platform/event-position.ts";
import { Progress } from "@pegbar/core/contract";
import { querySeconds } from "@pegbar/core/platform/query.ts";

const id = PositionId;

export const lastEventId = z.object({ "last-event-id": id.optional() });

/** Query of long polling. */
export const poll = z.strictObject({
  after: id.optional(),
  wait: querySeconds(20).default(20),
});

const Event = z
  .object({ id: z.string(), type: z.string(), data: z.record(z.string(), z.unknown()) })
  .meta({ id: "Event" });

export const Events = z.object({ items: z.array(Event), next: z.string() }).meta({ id: "Events" });

export const JobEvents = z
  .object({
    items: z.array(Event),
    /** Null before the first event. */
    next: z.string().nullable(),
    ended: z.boolean(),
    progress: Progress.nullable(),
  })
  .meta({ id: "JobEvents" });

/** Response of a route that streams events, or long-polls if JSON is accepted. */
export const streamOr = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { "application/json": { schema }, "text/event-stream": { schema: z.string() } },
  description,
});
