import type { OpenAPIHono } from "@hono/zod-openapi";
import type * as z from "zod";
import * as Share from "@pegbar/core/shot/share";
import type { Env } from "../../http/problem.ts";
import { createApiRoute, createPostRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

/** Adds the routes for share links, with which people without an account see watermarked pictures. */
export function addShareLinkRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("share.read", {
      method: "get",
      path: "/v1/share-links",
      summary: "Share links, newest first",
      request: { query: Share.ShareQuery },
      responses: { 200: Schema.describePage(Schema.ShareLink), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Share.list(c.req.valid("query"));
      return c.json({ items: items.map(toResponse), next }, 200);
    },
  );

  app.openapi(
    createPostRoute("share.write", {
      method: "post",
      path: "/v1/share-links",
      summary: "Share a version or a playlist",
      description:
        "The link shows watermarked pictures of the version, or of the versions that the playlist has now. `secret` and `path` " +
        "are shown only once. It expires after `expiresInDays` (default 7, at most 90).",
      request: {
        body: describeBody(Share.ShareDraft, {
          versionId: "ver_01JYB4X2K0000000000000000A",
          recipient: "ACME Pictures",
          contact: "review@studio.example",
          expiresInDays: 7,
        }),
      },
      responses: { 201: describeJson(Schema.NewShareLink, "The link with its secret"), ...describeProblems(404, 409) },
    }),
    async (c) => {
      const { id, secret } = await Share.create(c.req.valid("json"));
      c.header("location", `/v1/share-links/${id}`);
      return c.json({ ...toResponse(await Share.fromID(id)), secret, path: `/share/${secret}` }, 201);
    },
  );

  app.openapi(
    createApiRoute("share.read", {
      method: "get",
      path: "/v1/share-links/{id}",
      summary: "One share link, without its secret",
      request: { params },
      responses: { 200: describeJson(Schema.ShareLink, "The link"), ...describeProblems(404) },
    }),
    async (c) => c.json(toResponse(await Share.fromID(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createApiRoute("share.write", {
      method: "delete",
      path: "/v1/share-links/{id}",
      summary: "Revoke a share link",
      description:
        "Takes effect at once; addresses of pictures that were already given out work for up to five minutes. The revoked link " +
        "stays in the list.",
      request: { params },
      responses: { 204: { description: "Revoked" }, ...describeProblems(404) },
    }),
    async (c) => {
      await Share.revoke(c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
}

const toResponse = (row: Share.ShareLinkDetail): z.infer<typeof Schema.ShareLink> => ({
  ...row,
  lastViewedAt: row.lastViewedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});
