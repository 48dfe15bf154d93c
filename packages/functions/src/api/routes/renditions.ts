import type { OpenAPIHono } from "@hono/zod-openapi";
import type * as z from "zod";
import * as Rendition from "@pegbar/core/result/rendition";
import type { Env } from "../../http/problem.ts";
import { createApiRoute, createPostRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

/** Adds the routes for movies and contact sheets of versions. */
export function addRenditionRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("review.read", {
      method: "get",
      path: "/v1/versions/{id}/renditions",
      summary: "Movies and contact sheets of a version, oldest first",
      description:
        "A version of a batch with frames gets a movie (MP4) and a contact sheet (JPEG) once all of its frames have ended.",
      request: { params },
      responses: { 200: describeJson(Schema.Renditions, "All of them"), ...describeProblems(404) },
    }),
    async (c) => c.json({ items: (await Rendition.list(c.req.valid("param").id)).map(toResponse) }, 200),
  );

  app.openapi(
    createPostRoute("rendition.create", {
      method: "post",
      path: "/v1/versions/{id}/renditions",
      summary: "Make a movie or a contact sheet of a version",
      description:
        "Of the frames that the version has now. One that exists with these options is returned instead; it is made again if " +
        "it failed or the version has other frames since. Ask for it until its `state` is `ready` or `failed`.",
      request: {
        params,
        body: describeBody(Rendition.RenditionRequest, {
          kind: "movie",
          format: "mp4",
          burnIn: true,
          frameRate: "24000/1001",
        }),
      },
      responses: { 201: describeJson(Schema.Rendition, "The rendition"), ...describeProblems(404, 409) },
    }),
    async (c) => c.json(toResponse(await Rendition.create(c.req.valid("param").id, c.req.valid("json"))), 201),
  );

  app.openapi(
    createApiRoute("review.read", {
      method: "get",
      path: "/v1/renditions/{id}",
      summary: "One movie or contact sheet",
      request: { params },
      responses: { 200: describeJson(Schema.Rendition, "The rendition"), ...describeProblems(404) },
    }),
    async (c) => c.json(toResponse(await Rendition.fromID(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createApiRoute("review.read", {
      method: "get",
      path: "/v1/renditions/{id}/download",
      summary: "Download the file",
      description: "409 while it is not made.",
      request: { params },
      responses: { 302: { description: "URL of the file, valid for some minutes" }, ...describeProblems(404, 409) },
    }),
    async (c) => c.redirect(await Rendition.download(c.req.valid("param").id), 302),
  );
}

function toResponse(row: Rendition.RenditionDetail) {
  const { id, versionId, kind, format, burnIn, frameRate, automatic, state, reason, filename } = row;
  // An earlier file is removed soon.
  const { sha256, bytes, width, height, frames, missing } = state === "ready" ? row : NOT_MADE;
  return {
    id,
    versionId,
    kind,
    format: Schema.Rendition.shape.format.parse(format),
    burnIn,
    frameRate,
    automatic,
    state,
    reason,
    filename,
    sha256,
    bytes,
    width,
    height,
    frames,
    missing,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  } satisfies z.infer<typeof Schema.Rendition>;
}

const NOT_MADE = { sha256: null, bytes: null, width: null, height: null, frames: null, missing: null };
