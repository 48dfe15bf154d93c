import type { OpenAPIHono } from "@hono/zod-openapi";
import * as Access from "@pegbar/core/platform/access";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Member from "@pegbar/core/studio/member";
import * as Tenant from "@pegbar/core/studio/tenant";
import type { Env } from "../../http/problem.ts";
import { createEditable } from "../etag.ts";
import { createPatchRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems } = Schema;

const asEdited = createEditable(
  async () => Schema.toTenant(await Tenant.getCurrent()),
  ({ name, timeZone, rawGraphs }) => ({ name, timeZone, rawGraphs }),
);

/** Adds the routes for the caller and their studio. */
export function addMeRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("me.read", {
      method: "get",
      path: "/v1/me",
      summary: "My membership and permissions",
      responses: {
        200: describeJson(Schema.Me, "The signed-in member and the studio, or the operator"),
        ...describeProblems(),
      },
    }),
    async (c) => {
      const actor = Context.getActor();
      if (actor.type === "operator") {
        const { operatorId: id, email, name } = actor;
        return c.json({ operator: { id, email, name }, member: null, tenant: null, may: listRights("operator") }, 200);
      }
      const { memberId: id, email, name, role } = Context.getMember();
      const tenant = await Tenant.getCurrent();
      return c.json(
        {
          operator: null,
          member: { id, email, name, role },
          tenant: { id: tenant.id, slug: tenant.slug, name: tenant.name },
          may: listRights(role),
        },
        200,
      );
    },
  );

  app.openapi(
    createApiRoute("me.sign-out", {
      method: "post",
      path: "/v1/me/sign-out",
      summary: "End all my sign-ins in this studio",
      description: "Access tokens issued until now expire within half a minute. API tokens stay valid.",
      responses: { 204: { description: "Signed out" }, ...describeProblems() },
    }),
    async (c) => {
      await Member.signOut();
      return c.body(null, 204);
    },
  );

  app.openapi(
    createApiRoute("tenant.read", {
      method: "get",
      path: "/v1/tenant",
      summary: "The studio's settings",
      responses: { 200: describeJson(Schema.Tenant, "The studio"), ...describeProblems() },
    }),
    async (c) => c.json(asEdited.tag(c, Schema.toTenant(await Tenant.getCurrent())), 200),
  );

  app.openapi(
    createPatchRoute(
      "tenant.update",
      {
        method: "patch",
        path: "/v1/tenant",
        summary: "Change the studio's settings",
        description:
          "`timeZone` sets when days and months of quotas and usage end. `rawGraphs` lets members run unpublished graphs.",
        request: { body: describeBody(Tenant.Settings, { timeZone: "Europe/Paris" }) },
        responses: { 200: describeJson(Schema.Tenant, "The studio"), ...describeProblems() },
      },
      asEdited,
    ),
    async (c) => c.json(asEdited.tag(c, Schema.toTenant(await Tenant.update(c.req.valid("json")))), 200),
  );
}

/** Lists a role's permissions: permission → scope. */
const listRights = (role: Access.RuledRole): Record<string, Access.Scope> =>
  Object.fromEntries(
    (Object.keys(Access.rules) as Access.Permission[]).flatMap((verb) => {
      const scope = Access.getRoleScope(verb, role);
      return scope ? [[verb, scope]] : [];
    }),
  );
