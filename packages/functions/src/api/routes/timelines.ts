import type { OpenAPIHono } from "@hono/zod-openapi";
import type * as z from "zod";
import * as Timeline from "@pegbar/core/result/timeline";
import type { Env } from "../../http/problem.ts";
import { createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeProblems, params } = Schema;

/** Adds the route for a job's timeline. */
export function addTimelineRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("job.read", {
      method: "get",
      path: "/v1/jobs/{id}/timeline",
      summary: "When a job was queued, ran which node, was delivered and recorded",
      description:
        "Phases and nodes of an attempt are known once it has ended. Nodes have the time that ComfyUI spent in them, and nodes " +
        "that it took from its cache no duration. Attempts that ended before this was recorded have no phases.",
      request: { params },
      responses: { 200: describeJson(Schema.JobTimeline, "The timeline"), ...describeProblems(404) },
    }),
    async (c) => c.json(toView(await Timeline.read(c.req.valid("param").id)), 200),
  );
}

const toView = ({ createdAt, endedAt, spans, ...rest }: Timeline.JobTimeline): z.infer<typeof Schema.JobTimeline> => ({
  ...rest,
  createdAt: createdAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
  spans: spans.map((span) => ({
    ...span,
    startedAt: span.startedAt.toISOString(),
    endedAt: span.endedAt?.toISOString() ?? null,
  })),
});
