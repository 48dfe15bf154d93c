import type { OpenAPIHono } from "@hono/zod-openapi";
import * as Job from "@pegbar/core/job";
import * as Activity from "@pegbar/core/job/activity";
import type { Env } from "../../http/problem.ts";
import { streamEvents, wantsJson, getWindowMs } from "../event-stream.ts";
import { createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

/**
 * Adds the routes for a job's and the studio's events. `windowMs` limits a stream's duration; clients resume with
 * Last-Event-ID.
 */
export function addEventRoutes(app: OpenAPIHono<Env>, windowMs: number): void {
  app.openapi(
    createApiRoute("job.read", {
      method: "get",
      path: "/v1/jobs/{id}/events",
      summary: "Follow a job (server-sent events, or long polling)",
      description:
        "The events queued, running, interrupted, cancelling, succeeded, failed, cancelled, held and prioritised have ids; send " +
        "the last one as Last-Event-ID to resume. progress and preview have none. The stream ends with the job, or after a " +
        "while: reconnect. With `Accept: application/json` the response is sent as soon as there are events, or after `wait` seconds.",
      request: { params: Schema.params, query: Schema.poll, headers: Schema.lastEventId },
      responses: { 200: Schema.streamOr(Schema.JobEvents, "The job's events"), ...Schema.describeProblems(404) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { after: asked, wait } = c.req.valid("query");
      const after = asked ?? c.req.valid("header")["last-event-id"];
      if (wantsJson(c)) return c.json(await Job.poll(id, after, wait * 1000, c.req.raw.signal), 200);
      // Checked before the stream begins, so that an unknown job returns 404.
      await Job.poll(id, after, 0);
      return streamEvents(c, (signal) => Job.watch(id, after, getWindowMs(c, windowMs), signal));
    },
  );

  app.openapi(
    createApiRoute("job.read", {
      method: "get",
      path: "/v1/events",
      summary: "Follow the studio (server-sent events, or long polling)",
      description:
        "Events of all jobs that you can see, and notices for admins. Each has an id; `open` is the first event if nothing " +
        "has happened yet. Resume with the last id as Last-Event-ID to miss nothing. Streams end after a while: reconnect. " +
        "With `Accept: application/json` the response is sent as soon as there are events, or after `wait` seconds; pass " +
        "`next` as `after`.",
      request: { query: Schema.poll, headers: Schema.lastEventId },
      responses: { 200: Schema.streamOr(Schema.Events, "What happens"), ...Schema.describeProblems() },
    }),
    async (c) => {
      const { after, wait } = c.req.valid("query");
      const from = after ?? c.req.valid("header")["last-event-id"];
      if (wantsJson(c)) return c.json(await Activity.pollActivity(from, wait * 1000, c.req.raw.signal), 200);
      // Asked first, so that a wrong id is an error and not a stream.
      const start = await Activity.pollActivity(from, 0);
      return streamEvents(c, async function* (signal) {
        if (start.items.length === 0) yield { id: start.next, type: "open", data: {} };
        yield* start.items;
        for await (const { items } of Activity.watchActivity(start.next, getWindowMs(c, windowMs), signal))
          yield* items;
      });
    },
  );
}
