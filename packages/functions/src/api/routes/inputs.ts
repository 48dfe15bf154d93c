import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Input from "@pegbar/core/catalog/input";
import type { Upload } from "@pegbar/core/catalog/upload/parts.ts";
import type { Env } from "../../http/problem.ts";
import { createPostRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

/** Maximum time that `complete` waits for the check before it answers 202. */
const CHECK_WAIT_MS = 20_000;

/** Adds the routes for uploads: create by hash, PUT to the presigned URL, complete. */
export function addInputRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createPostRoute(
      "input.create",
      {
        method: "post",
        path: "/v1/inputs",
        summary: "Create an input by its SHA-256",
        description:
          "200: already uploaded. 201: PUT it to `upload` with exactly its headers, then complete. Send a file over 64 MiB in parts " +
          "of 64 MiB: give `partSha256s` and PUT each of `parts`. To resume, create it again and upload the missing parts.",
        request: {
          body: describeBody(Input.Announcement, {
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            bytes: 113_034,
            contentType: "image/png",
            filename: "layout.png",
          }),
        },
        responses: {
          200: describeJson(Schema.Input, "Already here"),
          201: describeJson(Schema.Input, "Upload it now"),
          ...describeProblems(409, 422),
        },
      },
      "again",
    ),
    async (c) => {
      const { input, upload } = await Input.announce(c.req.valid("json"));
      return c.json(await toResponse(input, upload), upload ? 201 : 200);
    },
  );

  app.openapi(
    createApiRoute("input.read", {
      method: "get",
      path: "/v1/inputs",
      summary: "Inputs, newest first",
      request: { query: Input.list.schema },
      responses: { 200: Schema.describePage(Schema.Input), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Input.list(c.req.valid("query"));
      return c.json({ items: await Promise.all(items.map((row) => toResponse(row))), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("input.read", {
      method: "get",
      path: "/v1/inputs/{id}",
      summary: "One input",
      request: { params },
      responses: { 200: describeJson(Schema.Input, "The input"), ...describeProblems(404) },
    }),
    async (c) => c.json(await toResponse(await Input.fromID(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createApiRoute("input.read", {
      method: "get",
      path: "/v1/inputs/{id}/download",
      summary: "Download the file of an input",
      description: "409 unless it is verified.",
      request: { params },
      responses: { 302: { description: "URL of the file, valid for some minutes" }, ...describeProblems(404, 409) },
    }),
    async (c) => {
      const { url } = await Input.download(c.req.valid("param").id);
      return c.redirect(url, 302);
    },
  );

  app.openapi(
    createApiRoute("input.create", {
      method: "post",
      path: "/v1/inputs/{id}/complete",
      summary: "Verify an uploaded file",
      description: "Waits for the check. A rejected file is removed; the response says why.",
      request: { params },
      responses: {
        200: describeJson(Schema.Input, "Verified"),
        202: describeJson(Schema.Input, "Still being checked: ask again"),
        ...describeProblems(404, 422),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const row = await Input.complete(id, CHECK_WAIT_MS);
      if (row) return c.json(await toResponse(row), 200);
      return c.json(await toResponse(await Input.fromID(id)), 202);
    },
  );
}

async function toResponse(row: Input.Row, upload?: Upload): Promise<z.infer<typeof Schema.Input>> {
  const thumbnail = row.thumbnailKey === null ? undefined : await Context.getPorts().storage.signGet(row.thumbnailKey);
  return {
    id: row.id,
    sha256: row.status === "erased" ? "" : row.sha256,
    bytes: row.bytes,
    contentType: row.contentType,
    filename: row.filename,
    status: row.status,
    width: row.width,
    height: row.height,
    media: row.facts,
    placeholder: row.placeholder,
    credentials: row.credentials,
    createdAt: row.createdAt.toISOString(),
    ...(thumbnail ? { thumbnailUrl: thumbnail.url } : {}),
    ...(upload?.whole ? { upload: upload.whole } : {}),
    ...(upload?.parts ? { parts: upload.parts } : {}),
  };
}
