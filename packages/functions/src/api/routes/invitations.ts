import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context as HonoContext, MiddlewareHandler } from "hono";
import * as z from "zod";
import * as Context from "@pegbar/core/platform/context.ts";
import { createNotFoundError, VisibleError } from "@pegbar/core/platform/error";
import * as Member from "@pegbar/core/studio/member";
import { requireExactJson } from "../../http/exact.ts";
import type { Env } from "../../http/problem.ts";
import type { RolePorts } from "../authenticate.ts";
import { parseBearer } from "../identity/choose.ts";
import type { Finder, Person } from "../identity/known.ts";
import { createPersonalRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems } = Schema;

const params = z.object({ id: z.string().max(64).meta({ description: "Id of the invitation, or the studio's slug" }) });

/**
 * What belongs to a signed-in person rather than to a member: invitations and the choice of a studio. Registered before
 * `authenticate`, because somebody who is only invited is not a member of any studio yet.
 */
export function addInvitationRoutes(app: OpenAPIHono<Env>, finder: Finder, ports: RolePorts): void {
  const requireSignIn: MiddlewareHandler<Env> = async (c, next) => {
    await finder.person(readToken(c));
    await next();
  };
  const asIdentity = <T>(cb: () => Promise<T>): Promise<T> =>
    Context.provide({ actor: { type: "platform", name: "identity" }, ports: ports.identity }, cb);
  const listPending = async ({ verifiedEmail }: Person) =>
    verifiedEmail === undefined ? [] : asIdentity(() => Member.listInvitations(verifiedEmail));
  /** Runs `cb` as the invited member. */
  const answer = async (c: HonoContext<Env>, id: string, cb: (person: Person) => Promise<void>) => {
    const person = await finder.person(readToken(c));
    const found = (await listPending(person)).find((one) => one.id === id || one.tenant === id);
    if (!found) throw createNotFoundError("invitation", id);
    const { id: memberId, tenantId, role, email, name } = found;
    const actor = { type: "member", memberId, tenantId, role, email, name } as const;
    await Context.provide({ actor, ports: ports.app, requestId: c.get("requestId") }, () => cb(person));
    finder.forget(person);
    return { person, found };
  };
  const listMemberships = async (c: HonoContext<Env>) => {
    const { memberships: items, operator } = await finder.find(readToken(c), true);
    return {
      operator: operator !== undefined,
      items: items.map(({ tenantId, tenant, tenantName, role, isDefault }) => ({
        tenant: { id: tenantId, slug: tenant, name: tenantName },
        role,
        default: isDefault || items.length === 1,
      })),
    };
  };

  app.openapi(
    createPersonalRoute("me.invitations", [requireSignIn], {
      method: "get",
      path: "/v1/invitations",
      summary: "My invitations",
      description:
        "Invitations to my verified e-mail that I have neither accepted nor declined. They give no access yet.",
      responses: {
        200: describeJson(z.object({ items: z.array(Schema.Invitation) }), "Oldest first"),
        ...describeProblems(),
      },
    }),
    async (c) => c.json({ items: (await listPending(await finder.person(readToken(c)))).map(toResponse) }, 200),
  );

  app.openapi(
    createPersonalRoute("me.invitations", [requireSignIn], {
      method: "post",
      path: "/v1/invitations/{id}/accept",
      summary: "Accept an invitation",
      description: "Makes me a member. My default studio stays the same; the response lists all my studios.",
      request: { params },
      responses: { 200: describeJson(Schema.Memberships, "My studios"), ...describeProblems(404, 409) },
    }),
    async (c) => {
      const before = (await finder.find(readToken(c), true)).memberships;
      const { person } = await answer(c, c.req.valid("param").id, Member.accept);
      const [only, other] = before;
      // The studio that somebody worked in so far stays their default.
      if (only && !other && !only.isDefault)
        await asIdentity(() => Member.setDefaultTenant({ ...person, tenantId: only.tenantId }));
      return c.json(await listMemberships(c), 200);
    },
  );

  app.openapi(
    createPersonalRoute("me.invitations", [requireSignIn], {
      method: "post",
      path: "/v1/invitations/{id}/decline",
      summary: "Decline an invitation",
      description: "The studio's admins see it as declined and can invite me again.",
      request: { params },
      responses: { 204: { description: "Declined" }, ...describeProblems(404) },
    }),
    async (c) => {
      await answer(c, c.req.valid("param").id, Member.decline);
      return c.body(null, 204);
    },
  );

  app.openapi(
    createPersonalRoute("me.memberships", [requireSignIn], {
      method: "get",
      path: "/v1/me/memberships",
      summary: "My studios",
      description: "Requests without the header Pegbar-Tenant go to the one with `default`.",
      responses: { 200: describeJson(Schema.Memberships, "My studios"), ...describeProblems() },
    }),
    async (c) => c.json(await listMemberships(c), 200),
  );

  app.openapi(
    createPersonalRoute("me.memberships", [requireSignIn, requireExactJson], {
      method: "put",
      path: "/v1/me/default-tenant",
      summary: "Choose my default studio",
      description: "Applies to all my sign-ins. Operators always act as operator by default.",
      request: { body: describeBody(z.strictObject({ tenant: z.string().min(1).max(64) }), { tenant: "lumen" }) },
      responses: { 200: describeJson(Schema.Memberships, "My studios"), ...describeProblems(404) },
    }),
    async (c) => {
      const { tenant } = c.req.valid("json");
      const person = await finder.person(readToken(c));
      const { memberships: mine } = await finder.find(readToken(c), true);
      const found = mine.find((one) => one.tenant === tenant || one.tenantId === tenant);
      if (!found) throw createNotFoundError("studio", tenant);
      await asIdentity(() => Member.setDefaultTenant({ ...person, tenantId: found.tenantId }));
      return c.json(await listMemberships(c), 200);
    },
  );
}

function readToken(c: HonoContext<Env>): string {
  const token = parseBearer(c.req.header("authorization"));
  if (token === undefined) throw new VisibleError("unauthenticated", "Send an access token: Authorization: Bearer …");
  return token;
}

const toResponse = (row: Member.PendingInvitation): z.infer<typeof Schema.Invitation> => ({
  id: row.id,
  tenant: { id: row.tenantId, slug: row.tenant, name: row.tenantName },
  email: row.email,
  role: row.role,
  invitedBy: row.invitedBy,
  invitedAt: row.invitedAt?.toISOString() ?? null,
});
