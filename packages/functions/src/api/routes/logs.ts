import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { LogRequest, readLog } from "@pegbar/core/job/fleet/log.ts";
import type { Env } from "../../http/problem.ts";
import { createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeProblems } = Schema;

/** A line of the platform's log, with further fields. */
const LogLine = z
  .looseObject({
    time: z.iso.datetime(),
    level: z.enum(["info", "warn", "error"]),
    component: z.string(),
    message: z.string(),
  })
  .meta({ id: "LogLine" });

/** Adds the operator's route for the log of a job. */
export function addLogRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("fleet.logs", {
      method: "get",
      path: "/v1/fleet/jobs/{id}/log",
      summary: "The log of a job, from all components, in the order of time",
      description:
        "With the lines of its attempts and of the requests that are named with it; of the last day, unless `since` says otherwise. " +
        "Lines contain no prompt, file name or other content of a studio. Recorded in the audit trail.",
      request: { params: z.object({ id: LogRequest.shape.jobId }), query: LogRequest.omit({ jobId: true }) },
      responses: {
        200: describeJson(z.object({ items: z.array(LogLine) }), "The lines"),
        ...describeProblems(404, 503),
      },
    }),
    async (c) => c.json({ items: await readLog({ jobId: c.req.valid("param").id, ...c.req.valid("query") }) }, 200),
  );
}
