import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Member from "@pegbar/core/studio/member";
import type { Env } from "../../http/problem.ts";
import { createEditable } from "../etag.ts";
import { createPostRoute, createPatchRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

const asEdited = createEditable(
  async (id) => toResponse(await Member.fromID(id)),
  ({ name, role, status }) => ({ name, role, status }),
);

/** Adds the routes for members. */
export function addMemberRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("member.read", {
      method: "get",
      path: "/v1/members",
      summary: "Members",
      request: { query: Member.list.schema },
      responses: { 200: Schema.describePage(Schema.Member), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Member.list(c.req.valid("query"));
      return c.json({ items: items.map(toResponse), next }, 200);
    },
  );

  app.openapi(
    createPostRoute("member.invite", {
      method: "post",
      path: "/v1/members",
      summary: "Invite a person",
      description:
        "They become a member when they accept (portal, `pegbar invitations accept`, POST /v1/invitations/{id}/accept), signed in " +
        "with this e-mail, which the identity provider must have verified. The invitation expires after 30 days.",
      request: { body: describeBody(Member.Invitation, { email: "ada@lumen.example", name: "Ada", role: "artist" }) },
      responses: { 201: describeJson(Schema.Member, "Invited"), ...describeProblems(409) },
    }),
    async (c) => c.json(toResponse(await Member.invite(c.req.valid("json"))), 201),
  );

  app.openapi(
    createApiRoute("member.read", {
      method: "get",
      path: "/v1/members/{id}",
      summary: "One member",
      request: { params },
      responses: { 200: describeJson(Schema.Member, "The member"), ...describeProblems(404) },
    }),
    async (c) => c.json(asEdited.tag(c, toResponse(await Member.fromID(c.req.valid("param").id))), 200),
  );

  app.openapi(
    createPatchRoute(
      "member.update",
      {
        method: "patch",
        path: "/v1/members/{id}",
        summary: "Change name or role",
        description: "Takes effect within a minute. A studio keeps at least one active admin.",
        request: { params, body: describeBody(Member.Change, { role: "supervisor" }) },
        responses: { 200: describeJson(Schema.Member, "The member"), ...describeProblems(404, 409) },
      },
      asEdited,
    ),
    async (c) => {
      const { id } = c.req.valid("param");
      return c.json(asEdited.tag(c, toResponse(await Member.update({ id, change: c.req.valid("json") }))), 200);
    },
  );

  app.openapi(
    createApiRoute("member.leave", {
      method: "delete",
      path: "/v1/members/{id}",
      summary: "End a membership",
      description:
        "Your own or, as an admin, anyone's. The name stays on their work. A studio keeps at least one active admin.",
      request: { params },
      responses: { 200: describeJson(Schema.Member, "The member, who has left"), ...describeProblems(404, 409) },
    }),
    async (c) => c.json(toResponse(await Member.leave(c.req.valid("param").id)), 200),
  );
}

const toResponse = (row: Awaited<ReturnType<typeof Member.fromID>>): z.infer<typeof Schema.Member> => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  status: row.status,
  service: row.service,
  invitationExpiresAt: Member.getInvitationExpiry(row)?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});
