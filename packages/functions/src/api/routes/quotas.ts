import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Dispatch from "@pegbar/core/job/dispatch";
import { VisibleError } from "@pegbar/core/platform/error";
import { queryBoolean } from "@pegbar/core/platform/query.ts";
import * as Quota from "@pegbar/core/studio/quota";
import type { Env } from "../../http/problem.ts";
import { createEditable } from "../etag.ts";
import { createPatchRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems } = Schema;
const params = z.object({ id: Quota.subjectSchema });

const asEdited = createEditable(
  async (id) => Schema.toQuota(await Quota.fromID(id)),
  ({ limits, weight }) => ({ limits, weight }),
);

/** Adds the routes for quotas of the studio, its shows and members. */
export function addQuotaRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("quota.read", {
      method: "get",
      path: "/v1/quotas",
      summary: "Quotas with their use and reservations of this month",
      description: "By default the studio's first, then shows', then members'.",
      request: { query: Quota.list.schema },
      responses: { 200: Schema.describePage(Schema.Quota), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Quota.list(c.req.valid("query"));
      return c.json({ items: items.map(Schema.toQuota), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("quota.read", {
      method: "get",
      path: "/v1/quotas/{id}",
      summary: "One quota, by the id of studio, show or member",
      request: { params },
      responses: { 200: describeJson(Schema.Quota, "The quota"), ...describeProblems(404) },
    }),
    async (c) => c.json(asEdited.tag(c, Schema.toQuota(await Quota.fromID(c.req.valid("param").id))), 200),
  );

  app.openapi(
    createPatchRoute(
      "quota.update",
      {
        method: "patch",
        path: "/v1/quotas/{id}",
        summary: "Set limits of a show or member, and the weight of a member",
        description:
          "Omitted fields stay; null removes a limit. A limit can be below the current use: `effects` describes the effect. " +
          "Raising a limit lets queued jobs start immediately. With `dryRun` nothing changes; the response shows the effect. " +
          "Only the operator sets the studio's own limits. While jobs of several members wait, twice the `weight` gives twice the GPU " +
          "time; 100 is the default.",
        request: {
          params,
          query: z.strictObject({ dryRun: queryBoolean.default(false) }),
          body: describeBody(Quota.QuotaChange, { runningJobs: 4, dollarsPerMonth: 250 }),
        },
        responses: { 200: describeJson(Schema.QuotaChanged, "The quota as it is now"), ...describeProblems(404) },
      },
      asEdited,
    ),
    async (c) => {
      const { id } = c.req.valid("param");
      if (id.startsWith("ten_"))
        throw new VisibleError("forbidden", "The studio's limits are set by the operator of the platform. Ask them.");
      const change = { subjectId: id, change: c.req.valid("json") };
      if (c.req.valid("query").dryRun) {
        const foreseen = await Quota.previewUpdate(change);
        return c.json({ ...Schema.toQuota(foreseen), effects: foreseen.effects }, 200);
      }
      const changed = await Quota.update(change);
      await Dispatch.issueTicketsNow();
      return c.json(asEdited.tag(c, { ...Schema.toQuota(changed), effects: changed.effects }), 200);
    },
  );
}
