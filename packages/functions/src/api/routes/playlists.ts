import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Playlist from "@pegbar/core/shot/playlist";
import type { Env } from "../../http/problem.ts";
import { createEditable } from "../etag.ts";
import { createApiRoute, createPatchRoute, createPostRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";
import { toVersion } from "./version-view.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;
const entryParams = z.object({ id: z.string().max(64), versionId: z.string().max(64) });
const example = "ver_01JYB4X2K0000000000000000A";

const toResponse = <T extends { createdAt: Date }>({ createdAt, ...row }: T) => ({
  ...row,
  createdAt: createdAt.toISOString(),
});
const read = async (id: string) => toResponse(await Playlist.fromID(id));
const asEdited = createEditable(read, ({ name, versionIds }) => ({ name, versionIds }));

/** Adds the routes for playlists: ordered versions of a show that are reviewed together. */
export function addPlaylistRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("playlist.read", {
      method: "get",
      path: "/v1/playlists",
      summary: "Playlists, newest first",
      request: { query: Playlist.PlaylistQuery },
      responses: { 200: Schema.describePage(Schema.PlaylistSummary), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Playlist.list(c.req.valid("query"));
      return c.json({ items: items.map(toResponse), next }, 200);
    },
  );

  app.openapi(
    createPostRoute("playlist.create", {
      method: "post",
      path: "/v1/playlists",
      summary: "Create a playlist",
      description: "Versions of one show in the order in which they are reviewed; at most 500.",
      request: {
        body: describeBody(Playlist.PlaylistDraft, {
          showId: "sho_01JYB4X2K0000000000000000A",
          name: "Dailies, Monday",
          versionIds: [example],
        }),
      },
      responses: { 201: describeJson(Schema.Playlist, "The playlist"), ...describeProblems(404, 422) },
    }),
    async (c) => {
      const id = await Playlist.create(c.req.valid("json"));
      c.header("location", `/v1/playlists/${id}`);
      return c.json(await read(id), 201);
    },
  );

  app.openapi(
    createApiRoute("playlist.read", {
      method: "get",
      path: "/v1/playlists/{id}",
      summary: "One playlist",
      request: { params },
      responses: { 200: describeJson(Schema.Playlist, "The playlist"), ...describeProblems(404) },
    }),
    async (c) => c.json(asEdited.tag(c, await read(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createPatchRoute(
      "playlist.update",
      {
        method: "patch",
        path: "/v1/playlists/{id}",
        summary: "Rename a playlist, or arrange its versions",
        description:
          "`versionIds` are all of its versions in their new order. Versions that you may not see stay, at the end.",
        request: { params, body: describeBody(Playlist.PlaylistChange, { versionIds: [example] }) },
        responses: { 200: describeJson(Schema.Playlist, "The playlist"), ...describeProblems(404, 409, 422) },
      },
      asEdited,
    ),
    async (c) => {
      const { id } = c.req.valid("param");
      await Playlist.update(id, c.req.valid("json"));
      return c.json(asEdited.tag(c, await read(id)), 200);
    },
  );

  app.openapi(
    createApiRoute("playlist.update", {
      method: "delete",
      path: "/v1/playlists/{id}",
      summary: "Delete a playlist",
      description: "Its versions stay, and so do share links that were made from it.",
      request: { params },
      responses: { 204: { description: "Deleted" }, ...describeProblems(404) },
    }),
    async (c) => {
      await Playlist.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  );

  app.openapi(
    createApiRoute("playlist.read", {
      method: "get",
      path: "/v1/playlists/{id}/versions",
      summary: "Versions of a playlist, in order",
      request: { params, query: Playlist.EntryQuery },
      responses: { 200: Schema.describePage(Schema.Version), ...describeProblems(404) },
    }),
    async (c) => {
      const { items, next } = await Playlist.listVersions(c.req.valid("param").id, c.req.valid("query"));
      return c.json({ items: await Promise.all(items.map(toVersion)), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("playlist.update", {
      method: "post",
      path: "/v1/playlists/{id}/versions",
      summary: "Add versions at the end",
      description: "Versions that the playlist has already keep their place.",
      request: { params, body: describeBody(Playlist.PlaylistAddition, { versionIds: [example] }) },
      responses: {
        200: describeJson(Schema.Playlist, "The playlist as it is now"),
        ...describeProblems(404, 409, 422),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Playlist.addVersions(id, c.req.valid("json").versionIds);
      return c.json(asEdited.tag(c, await read(id)), 200);
    },
  );

  app.openapi(
    createApiRoute("playlist.update", {
      method: "delete",
      path: "/v1/playlists/{id}/versions/{versionId}",
      summary: "Remove a version",
      request: { params: entryParams },
      responses: { 204: { description: "Not in the playlist" }, ...describeProblems(404) },
    }),
    async (c) => {
      const { id, versionId } = c.req.valid("param");
      await Playlist.removeVersion(id, versionId);
      return c.body(null, 204);
    },
  );
}
