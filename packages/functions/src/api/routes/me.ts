import type { OpenAPIHono } from "@hono/zod-openapi";
import * as Access from "@pegbar/core/platform/access";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Member from "@pegbar/core/studio/member";
import * as Tenant from "@pegbar/core/studio/tenant";
import type { Env } from "../../http/problem.ts";
import { editable } from "../etag.ts";
import { editing, route, showing } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { json, body, problems } = Schema;

const asEdited = editable(
  async () => Schema.shownTenant(await Tenant.current()),
  ({ name, timeZone, rawGraphs }) => ({ name, timeZone, rawGraphs }),
);

/** Who one is, and the studio that one is in. */
export function me(app: OpenAPIHono<Env>): void {
  app.openapi(
    route("me.read", {
      method: "get",
      path: "/v1/me",
      summary: "Who I am here, and what I may do",
      responses: { 200: json(Schema.Me, "The signed-in member and the studio, or the operator"), ...problems() },
    }),
    async (c) => {
      const actor = Context.actor();
      if (actor.type === "operator") {
        const { operatorId: id, email, name } = actor;
        return c.json({ operator: { id, email, name }, member: null, tenant: null, may: rights("operator") }, 200);
      }
      const { memberId: id, email, name, role } = Context.member();
      const tenant = await Tenant.current();
      return c.json(
        {
          operator: null,
          member: { id, email, name, role },
          tenant: { id: tenant.id, slug: tenant.slug, name: tenant.name },
          may: rights(role),
        },
        200,
      );
    },
  );

  app.openapi(
    route("me.sign-out", {
      method: "post",
      path: "/v1/me/sign-out",
      summary: "End all my sign-ins in this studio",
      description: "Access tokens made until now serve no longer, within half a minute everywhere. API tokens stay.",
      responses: { 204: { description: "Signed out" }, ...problems() },
    }),
    async (c) => {
      await Member.signOut();
      return c.body(null, 204);
    },
  );

  app.openapi(
    showing(
      "tenant.read",
      {
        method: "get",
        path: "/v1/tenant",
        summary: "The studio's settings",
        responses: { 200: json(Schema.Tenant, "The studio"), ...problems() },
      },
      asEdited,
    ),
    async (c) => c.json(Schema.shownTenant(await Tenant.current()), 200),
  );

  app.openapi(
    editing(
      "tenant.update",
      {
        method: "patch",
        path: "/v1/tenant",
        summary: "Change the studio's settings",
        description:
          "Months and days of quotas and usage end in `timeZone`. `rawGraphs` lets members run unpublished graphs.",
        request: { body: body(Tenant.Settings, { timeZone: "Europe/Paris" }) },
        responses: { 200: json(Schema.Tenant, "The studio"), ...problems() },
      },
      asEdited,
    ),
    async (c) => c.json(Schema.shownTenant(await Tenant.update(c.req.valid("json"))), 200),
  );
}

/** What a role may do, and how far: verb → scope. */
const rights = (role: Access.RuledRole): Record<string, Access.Scope> =>
  Object.fromEntries(
    (Object.keys(Access.rules) as Access.Permission[]).flatMap((verb) => {
      const scope = Access.scopeOf(verb, role);
      return scope ? [[verb, scope]] : [];
    }),
  );
