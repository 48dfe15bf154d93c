import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Audit from "@pegbar/core/platform/audit";
import * as Notice from "@pegbar/core/studio/notice";
import type { Env } from "../../http/problem.ts";
import { createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeProblems } = Schema;

/** Adds the routes for the audit trail and notices. */
export function audit(app: OpenAPIHono<Env>): void {
  for (const [verb, path, summary] of [
    ["audit.read", "/v1/audit", "What admins and operators did in the studio"],
    ["fleet.audit", "/v1/fleet/audit", "What operators did to the platform"],
  ] as const)
    app.openapi(
      createApiRoute(verb, {
        method: "get",
        path,
        summary,
        description: "Newest first. Rows are written in the transaction of the action and cannot be changed.",
        request: { query: Audit.list.schema },
        responses: { 200: Schema.describePage(Schema.AuditEntry), ...describeProblems() },
      }),
      async (c) => {
        const { items, next } = await Audit.list(c.req.valid("query"));
        return c.json({ items: items.map(toEntry), next }, 200);
      },
    );

  app.openapi(
    createApiRoute("notice.read", {
      method: "get",
      path: "/v1/notices",
      summary: "Notices: quota thresholds that were passed",
      request: { query: Notice.list.schema },
      responses: { 200: Schema.describePage(Schema.Notice), ...describeProblems() },
    }),
    async (c) => {
      const { items: rows, next } = await Notice.list(c.req.valid("query"));
      const items = rows.map(({ id, type, subjectId, meter, threshold, period, data, createdAt }) => ({
        id,
        type,
        subjectId,
        meter,
        threshold,
        period,
        data,
        createdAt: createdAt.toISOString(),
      }));
      return c.json({ items, next }, 200);
    },
  );
}

const toEntry = (row: Awaited<ReturnType<typeof Audit.list>>["items"][number]): z.infer<typeof Schema.AuditEntry> => ({
  id: row.id,
  at: row.createdAt.toISOString(),
  actor: { type: row.actorType, id: row.actorId, name: row.actorName },
  action: row.action,
  subject: { type: row.subjectType, id: row.subjectId },
  before: row.before,
  after: row.after,
  requestId: row.requestId,
});
