import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Dispatch from "@pegbar/core/job/dispatch";
import * as Id from "@pegbar/core/platform/id.ts";
import * as Member from "@pegbar/core/studio/member";
import { queryBoolean } from "@pegbar/core/platform/query.ts";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import * as Quota from "@pegbar/core/studio/quota";
import * as Tenant from "@pegbar/core/studio/tenant";
import * as Tenants from "@pegbar/core/studio/tenant/all.ts";
import type { Env } from "../../http/problem.ts";
import { createEditable } from "../etag.ts";
import { createPostRoute, createPatchRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems } = Schema;
const params = z.object({ id: Id.createSchema("tenant") });
const Draft = Tenant.Draft.extend({
  admin: Member.Invitation.omit({ role: true }),
  /** Limits that differ from a new studio's defaults. */
  limits: Quota.Limits.optional(),
});

const Changes = Tenant.Settings.extend({
  tier: Tenant.Tier.optional(),
  weight: z.int().min(1).max(10_000).optional(),
});

const readTenant = async (id: string) => Schema.toTenantSummary(await Tenants.fromID(id));
const asEdited = createEditable(readTenant, ({ name, timeZone, rawGraphs, tier, weight }) => ({
  name,
  timeZone,
  rawGraphs,
  tier,
  weight,
}));

/** Adds the operator's routes for studios. Changes to a studio run as that studio, through `ports`, in the operator's name. */
export function addTenantRoutes(app: OpenAPIHono<Env>, ports: ProcessPorts): void {
  const asTenant = <T>(tenantId: string, cb: () => Promise<T>): Promise<T> => {
    const actor = Context.getActor();
    if (actor.type !== "operator") throw new Error("only an operator acts for a studio");
    const by = { type: "operator" as const, id: actor.operatorId, name: actor.name };
    return Context.provide(
      { actor: { type: "system", tenantId, name: "operator", by }, ports, requestId: Context.getRequestId() },
      cb,
    );
  };
  const readQuota = async (id: string) => {
    await Tenants.fromID(id);
    return asTenant(id, () => Quota.fromID(id));
  };
  const quotaAsEdited = createEditable(
    async (id) => Schema.toQuota(await readQuota(id)),
    ({ limits }) => limits,
  );

  app.openapi(
    createApiRoute("tenants.read", {
      method: "get",
      path: "/v1/tenants",
      summary: "Studios with their usage and limits",
      request: { query: Tenants.list.schema },
      responses: { 200: Schema.describePage(Schema.TenantSummary), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Tenants.list(c.req.valid("query"));
      return c.json({ items: items.map(Schema.toTenantSummary), next }, 200);
    },
  );

  app.openapi(
    createPostRoute("tenants.write", {
      method: "post",
      path: "/v1/tenants",
      summary: "Create a studio and invite its first admin",
      description: "It gets default limits; `limits` overrides them.",
      request: {
        body: describeBody(Draft, {
          slug: "atlas",
          name: "Atlas",
          timeZone: "Asia/Tokyo",
          admin: { email: "boss@atlas.example", name: "Boss" },
        }),
      },
      responses: { 201: describeJson(Schema.TenantSummary, "The studio"), ...describeProblems(409) },
    }),
    async (c) => {
      const { admin, limits, ...draft } = c.req.valid("json");
      const id = Id.create("tenant");
      await asTenant(id, () => Tenants.createStudio(draft, admin, limits));
      return c.json(await readTenant(id), 201);
    },
  );

  app.openapi(
    createApiRoute("tenants.read", {
      method: "get",
      path: "/v1/tenants/{id}",
      summary: "One studio",
      request: { params },
      responses: { 200: describeJson(Schema.TenantSummary, "The studio"), ...describeProblems(404) },
    }),
    async (c) => c.json(asEdited.tag(c, await readTenant(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createPatchRoute(
      "tenants.write",
      {
        method: "patch",
        path: "/v1/tenants/{id}",
        summary: "Change a studio's name, time zone, raw graphs, tier, or weight in the fair share",
        description:
          "While several studios wait for GPUs, twice the weight gives twice the share; 100 is the default. The tier sets the " +
          "gateway's rate limit for the studio.",
        request: {
          params,
          body: describeBody(Changes, { weight: 200 }),
        },
        responses: { 200: describeJson(Schema.TenantSummary, "The studio"), ...describeProblems(404) },
      },
      asEdited,
    ),
    async (c) => {
      const { id } = c.req.valid("param");
      const { weight, ...settings } = c.req.valid("json");
      await Tenants.fromID(id);
      await asTenant(id, () => Tenant.update(settings));
      if (weight !== undefined) await Tenants.setWeight(id, weight);
      return c.json(asEdited.tag(c, await readTenant(id)), 200);
    },
  );

  app.openapi(
    createApiRoute("tenants.read", {
      method: "get",
      path: "/v1/tenants/{id}/quota",
      summary: "A studio's quota with its use and reservations of this month",
      request: { params },
      responses: { 200: describeJson(Schema.Quota, "The quota"), ...describeProblems(404) },
    }),
    async (c) => c.json(quotaAsEdited.tag(c, Schema.toQuota(await readQuota(c.req.valid("param").id))), 200),
  );

  app.openapi(
    createPatchRoute(
      "tenants.write",
      {
        method: "patch",
        path: "/v1/tenants/{id}/quota",
        summary: "Set a studio's limits",
        description:
          "Omitted fields stay; null removes a limit. A limit can be below the current use: `effects` describes the effect. " +
          "Raising a limit lets queued jobs start immediately. With `dryRun` nothing changes; the response shows the effect.",
        request: {
          params,
          query: z.strictObject({ dryRun: queryBoolean.default(false) }),
          body: describeBody(Quota.Limits, { runningJobs: 16 }),
        },
        responses: { 200: describeJson(Schema.QuotaChanged, "The quota as it is now"), ...describeProblems(404) },
      },
      quotaAsEdited,
    ),
    async (c) => {
      const { id } = c.req.valid("param");
      const change = { subjectId: id, change: c.req.valid("json") };
      const { dryRun } = c.req.valid("query");
      await Tenants.fromID(id);
      const answer = await asTenant(id, async () => {
        if (dryRun) return Quota.previewUpdate(change);
        const changed = await Quota.update(change);
        await Dispatch.issueTicketsNow();
        return changed;
      });
      const shown = { ...Schema.toQuota(answer), effects: answer.effects };
      return c.json(dryRun ? shown : quotaAsEdited.tag(c, shown), 200);
    },
  );
}
