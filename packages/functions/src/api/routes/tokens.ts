import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Token from "@pegbar/core/studio/token";
import type { Env } from "../../http/problem.ts";
import { createPostRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

/** Adds the routes for API tokens: one's own, and the studio's for farm scripts. */
export function addTokenRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("token.read", {
      method: "get",
      path: "/v1/tokens",
      summary: "API tokens, newest first",
      request: { query: Token.list.schema },
      responses: { 200: Schema.describePage(Schema.Token), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Token.list(c.req.valid("query"));
      return c.json({ items: items.map(toResponse), next }, 200);
    },
  );

  app.openapi(
    createPostRoute("token.write", {
      method: "post",
      path: "/v1/tokens",
      summary: "Create an API token",
      description:
        "`secret` is shown only once. The token acts as you, limited to `verbs` and `showIds`; with `service` it belongs to the " +
        "studio and acts as a service member with that role. Tokens cannot create tokens.",
      request: {
        body: describeBody(Token.Draft, {
          name: "farm",
          verbs: ["job.create", "job.read", "asset.read"],
          expiresInDays: 90,
        }),
      },
      responses: { 201: describeJson(Schema.NewToken, "The token with its secret"), ...describeProblems(404) },
    }),
    async (c) => {
      const { id, secret } = await Token.create(c.req.valid("json"));
      c.header("location", `/v1/tokens/${id}`);
      return c.json({ ...toResponse(await Token.fromID(id)), secret }, 201);
    },
  );

  app.openapi(
    createApiRoute("token.read", {
      method: "get",
      path: "/v1/tokens/{id}",
      summary: "One API token, without its secret",
      request: { params },
      responses: { 200: describeJson(Schema.Token, "The token"), ...describeProblems(404) },
    }),
    async (c) => c.json(toResponse(await Token.fromID(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createApiRoute("token.write", {
      method: "delete",
      path: "/v1/tokens/{id}",
      summary: "Revoke an API token",
      description: "Takes effect within half a minute. The revoked token stays in the list.",
      request: { params },
      responses: { 204: { description: "Revoked" }, ...describeProblems(404) },
    }),
    async (c) => {
      await Token.revoke(c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
}

const toResponse = (row: Awaited<ReturnType<typeof Token.fromID>>): z.infer<typeof Schema.Token> => ({
  ...row,
  expiresAt: row.expiresAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});
