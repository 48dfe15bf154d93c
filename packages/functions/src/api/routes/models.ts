import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Job from "@pegbar/core/job";
import * as Model from "@pegbar/core/catalog/model";
import type { Upload } from "@pegbar/core/catalog/upload/parts.ts";
import type { Env } from "../../http/problem.ts";
import { createEditable } from "../etag.ts";
import { createPostRoute, createPatchRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

/** Maximum time that `complete` waits for the check before it answers 202. */
const CHECK_WAIT_MS = 20_000;

const asEdited = createEditable(Model.fromID, ({ clearedShowIds, status }) => ({ clearedShowIds, status }));

/** Adds the routes for models: list, upload, clear for shows, revoke, trace their use. */
export function addModelRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("model.read", {
      method: "get",
      path: "/v1/models",
      summary: "Registered models and the shows they are cleared for",
      request: { query: Model.list.schema },
      responses: { 200: Schema.describePage(Schema.Model), ...describeProblems() },
    }),
    async (c) => c.json(await Model.list(c.req.valid("query")), 200),
  );

  app.openapi(
    createPostRoute(
      "model.write",
      {
        method: "post",
        path: "/v1/models",
        summary: "Create one of the studio's own models",
        description:
          "200: already uploaded. 201: PUT it to `upload` with exactly its headers, then complete. Only safetensors; other studios " +
          "cannot use it. Send a file over 64 MiB in parts of 64 MiB: give `partSha256s` and PUT each of `parts`. To resume, create " +
          "it again and upload the missing parts.",
        request: {
          body: describeBody(Model.Announcement, {
            fileName: "ink-v3.safetensors",
            kind: "lora",
            name: "Ink v3",
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            bytes: 151_000_000,
            family: "sd15",
            licence: "own",
          }),
        },
        responses: {
          200: describeJson(Schema.OwnModel, "Already here"),
          201: describeJson(Schema.OwnModel, "Upload it now"),
          ...describeProblems(409),
        },
      },
      "again",
    ),
    async (c) => {
      const { model, upload } = await Model.announce(c.req.valid("json"));
      return c.json(await toResponse(model.id, upload), upload ? 201 : 200);
    },
  );

  app.openapi(
    createApiRoute("model.read", {
      method: "get",
      path: "/v1/models/{id}",
      summary: "One model",
      request: { params },
      responses: { 200: describeJson(Schema.Model, "The model"), ...describeProblems(404) },
    }),
    async (c) => c.json(asEdited.tag(c, await Model.fromID(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createApiRoute("model.write", {
      method: "post",
      path: "/v1/models/{id}/complete",
      summary: "Verify and import an uploaded model",
      description: "Waits for the check of hash, size and format. A rejected file is removed; the response says why.",
      request: { params },
      responses: {
        200: describeJson(Schema.OwnModel, "Ready"),
        202: describeJson(Schema.OwnModel, "Still being checked: ask again"),
        ...describeProblems(404, 422),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const row = await Model.complete(id, CHECK_WAIT_MS);
      return c.json(await toResponse(id), row ? 200 : 202);
    },
  );

  app.openapi(
    createPatchRoute(
      "model.write",
      {
        method: "put",
        path: "/v1/models/{id}/shows",
        summary: "Set the shows that a model is cleared for",
        description: "Replaces the list. Jobs that are already accepted still run.",
        request: {
          params,
          body: describeBody(z.strictObject({ showIds: z.array(z.string().max(64)).max(1000) }), {
            showIds: ["sho_01M852MBDP9B359WFXPFPP8736"],
          }),
        },
        responses: { 200: describeJson(Schema.Model, "The model"), ...describeProblems(404) },
      },
      asEdited,
    ),
    async (c) => {
      const { id } = c.req.valid("param");
      await Model.setClearances({ modelId: id, showIds: c.req.valid("json").showIds });
      return c.json(asEdited.tag(c, await Model.fromID(id)), 200);
    },
  );

  app.openapi(
    createApiRoute("model.write", {
      method: "post",
      path: "/v1/models/{id}/revoke",
      summary: "Revoke one of the studio's own models permanently",
      description: "Queued jobs that use it are held; running ones continue.",
      request: { params },
      responses: {
        200: describeJson(z.object({ model: Schema.Model, jobsHeld: z.int() }), "Revoked"),
        ...describeProblems(404),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { fileName } = await Model.revoke(id);
      const { changed } = await Job.holdUsing(id, `held: the model ${fileName} has been revoked`);
      return c.json({ model: await Model.fromID(id), jobsHeld: changed }, 200);
    },
  );

  app.openapi(
    createApiRoute("model.trace", {
      method: "get",
      path: "/v1/models/{id}/users",
      summary: "Who used a model, where and when",
      request: { params },
      responses: {
        200: describeJson(z.object({ items: z.array(Schema.ModelUse) }), "By show and member"),
        ...describeProblems(404),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Model.fromID(id);
      const items = (await Model.listUsers(id)).map((row) => ({
        ...row,
        firstAt: row.firstAt.toISOString(),
        lastAt: row.lastAt.toISOString(),
      }));
      return c.json({ items }, 200);
    },
  );
}

const toResponse = async (id: string, upload?: Upload): Promise<z.infer<typeof Schema.OwnModel>> => ({
  ...(await Model.fromID(id)),
  ...(upload?.whole ? { upload: upload.whole } : {}),
  ...(upload?.parts ? { parts: upload.parts } : {}),
});
