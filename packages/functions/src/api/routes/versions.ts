import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Version from "@pegbar/core/shot/version";
import type { Env } from "../../http/problem.ts";
import { createApiRoute, createPostRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";
import { toVersion } from "./version-view.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

/** Adds the routes for versions: their reviews, notes and differences. */
export function addVersionRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("review.read", {
      method: "get",
      path: "/v1/versions",
      summary: "Versions, newest first",
      description: "A version is what a job or a batch made for one output in a shot: v001, v002 …",
      request: { query: Version.list.schema },
      responses: { 200: Schema.describePage(Schema.Version), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Version.list(c.req.valid("query"));
      return c.json({ items: await Promise.all(items.map(toVersion)), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("review.read", {
      method: "get",
      path: "/v1/versions/{id}",
      summary: "One version with its review",
      request: { params },
      responses: { 200: describeJson(Schema.Version, "The version"), ...describeProblems(404) },
    }),
    async (c) => c.json(await toVersion(await Version.fromID(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createApiRoute("review.read", {
      method: "get",
      path: "/v1/versions/{id}/changes",
      summary: "What differs from another version",
      description: "Frame by frame, by the hashes of the files. `from`: the other version; default: the one before.",
      request: { params, query: z.strictObject({ from: z.string().max(64).optional() }) },
      responses: { 200: describeJson(Schema.VersionChanges, "The frames"), ...describeProblems(404, 409) },
    }),
    async (c) => c.json({ items: await Version.compare(c.req.valid("param").id, c.req.valid("query").from) }, 200),
  );

  app.openapi(
    createPostRoute("review.create", {
      method: "post",
      path: "/v1/versions/{id}/review",
      summary: "Approve a version, or send it to retake",
      description:
        "A decision is final, and becomes a record of the log for each frame. A version can be approved when all of its frames have " +
        "results.",
      request: {
        params,
        body: describeBody(Version.ReviewRequest, {
          decision: "retake",
          frames: "12-20",
          comment: "The lamp flickers.",
        }),
      },
      responses: { 201: describeJson(Schema.Version, "The version as it is now"), ...describeProblems(404, 409, 422) },
    }),
    async (c) => c.json(await toVersion(await Version.decide(c.req.valid("param").id, c.req.valid("json"))), 201),
  );

  app.openapi(
    createApiRoute("review.read", {
      method: "get",
      path: "/v1/versions/{id}/notes",
      summary: "Notes of a version, oldest first",
      request: { params, query: Version.NoteQuery },
      responses: { 200: Schema.describePage(Schema.Note), ...describeProblems(404) },
    }),
    async (c) => {
      const { items, next } = await Version.listNotes(c.req.valid("param").id, c.req.valid("query"));
      return c.json({ items: items.map(toNote), next }, 200);
    },
  );

  app.openapi(
    createPostRoute("note.create", {
      method: "post",
      path: "/v1/versions/{id}/notes",
      summary: "Write a note about a version or one of its frames",
      request: { params, body: describeBody(Version.NoteRequest, { frame: 12, text: "Warmer light, please." }) },
      responses: { 201: describeJson(Schema.Note, "The note"), ...describeProblems(404) },
    }),
    async (c) => c.json(toNote(await Version.addNote(c.req.valid("param").id, c.req.valid("json"))), 201),
  );
}

const toNote = ({ tenantId: _tenant, createdAt, ...row }: Version.NoteRow) =>
  ({ ...row, createdAt: createdAt.toISOString() }) satisfies z.infer<typeof Schema.Note>;
