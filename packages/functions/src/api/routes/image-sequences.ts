import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Context from "@pegbar/core/platform/context.ts";
import * as ImageSequence from "@pegbar/core/catalog/image-sequence";
import type { Env } from "../../http/problem.ts";
import { createApiRoute, createPostRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

/** Adds the routes for image sequences: create one of uploaded files, list, read. */
export function addImageSequenceRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createPostRoute("input.create", {
      method: "post",
      path: "/v1/image-sequences",
      summary: "Make an image sequence of uploaded files",
      description:
        "One picture per frame. A batch takes its id as an input, and each job reads the file of its frame. 200: the sequence " +
        "with the same pattern and content exists.",
      request: {
        body: describeBody(ImageSequence.ImageSequenceDraft, {
          pattern: "plate.####.png",
          files: { "1": "inp_01M852MBDP9B359WFXPFPP8736", "2": "inp_01M852MBDP9B359WFXPFPP8737" },
        }),
      },
      responses: {
        200: describeJson(Schema.ImageSequence, "Already here"),
        201: describeJson(Schema.ImageSequence, "Created"),
        ...describeProblems(404, 409, 422),
      },
    }),
    async (c) => {
      const { sequence, isNew } = await ImageSequence.create(c.req.valid("json"));
      c.header("location", `/v1/image-sequences/${sequence.id}`);
      return c.json(toSequence(sequence), isNew ? 201 : 200);
    },
  );

  app.openapi(
    createApiRoute("input.read", {
      method: "get",
      path: "/v1/image-sequences",
      summary: "Image sequences, newest first",
      request: { query: ImageSequence.list.schema },
      responses: { 200: Schema.describePage(Schema.ImageSequenceSummary), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await ImageSequence.list(c.req.valid("query"));
      return c.json({ items: items.map(toSummary), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("input.read", {
      method: "get",
      path: "/v1/image-sequences/{id}",
      summary: "One image sequence with its frames and gaps",
      request: { params },
      responses: { 200: describeJson(Schema.ImageSequence, "The image sequence"), ...describeProblems(404) },
    }),
    async (c) => c.json(toSequence(await ImageSequence.fromID(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createApiRoute("input.read", {
      method: "get",
      path: "/v1/image-sequences/{id}/files",
      summary: "Files of an image sequence, in order of their frames",
      request: { params, query: ImageSequence.listFiles.schema.omit({ id: true }) },
      responses: { 200: Schema.describePage(Schema.ImageSequenceFile), ...describeProblems(404) },
    }),
    async (c) => {
      const { items, next } = await ImageSequence.listFiles({ ...c.req.valid("param"), ...c.req.valid("query") });
      return c.json({ items: await Promise.all(items.map(toFile)), next }, 200);
    },
  );
}

const toSummary = ({ createdAt, ...row }: ImageSequence.ImageSequenceRow) =>
  ({ ...row, createdAt: createdAt.toISOString() }) satisfies z.infer<typeof Schema.ImageSequenceSummary>;

const toSequence = ({ createdAt, ...row }: ImageSequence.ImageSequenceDetail) =>
  ({ ...row, createdAt: createdAt.toISOString() }) satisfies z.infer<typeof Schema.ImageSequence>;

type File = Awaited<ReturnType<typeof ImageSequence.listFiles>>["items"][number];

async function toFile({ thumbnailKey, ...row }: File): Promise<z.infer<typeof Schema.ImageSequenceFile>> {
  const thumbnail = thumbnailKey === null ? undefined : await Context.getPorts().storage.signGet(thumbnailKey);
  return { ...row, ...(thumbnail ? { thumbnailUrl: thumbnail.url } : {}) };
}
