import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Show from "@pegbar/core/studio/show";
import type { Env } from "../../http/problem.ts";
import { createEditable } from "../etag.ts";
import { createPostRoute, createPatchRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;
const memberParams = z.object({ id: z.string().max(64), memberId: z.string().max(64) });
const Added = z.object({ shots: z.int(), show: Schema.Show });

const asEdited = createEditable(
  async (id) => toResponse(await Show.fromID(id)),
  ({ name, naming, frameRate, sequences }) => ({ name, naming, frameRate, sequences }),
);

/** Adds the routes for shows, with their sequences, shots and people. */
export function addShowRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("show.read", {
      method: "get",
      path: "/v1/shows",
      summary: "Shows with their sequences and shots",
      request: { query: Show.list.schema },
      responses: { 200: Schema.describePage(Schema.Show), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Show.list(c.req.valid("query"));
      return c.json({ items: items.map(toResponse), next }, 200);
    },
  );

  app.openapi(
    createPostRoute("show.create", {
      method: "post",
      path: "/v1/shows",
      summary: "Create a show",
      request: {
        body: describeBody(Show.ShowDraft, {
          code: "HARBOR",
          name: "Harbour",
          frameRate: "24000/1001",
          sequences: [{ code: "sq010", shots: [{ code: "sh010", frameIn: 1001, frameOut: 1048 }] }],
        }),
      },
      responses: { 201: describeJson(Schema.Show, "The show"), ...describeProblems(409) },
    }),
    async (c) => c.json(toResponse(await Show.fromID(await Show.create(c.req.valid("json")))), 201),
  );

  app.openapi(
    createApiRoute("show.read", {
      method: "get",
      path: "/v1/shows/{id}",
      summary: "One show",
      request: { params },
      responses: { 200: describeJson(Schema.Show, "The show"), ...describeProblems(404) },
    }),
    async (c) => c.json(asEdited.tag(c, toResponse(await Show.fromID(c.req.valid("param").id))), 200),
  );

  app.openapi(
    createPatchRoute(
      "show.update",
      {
        method: "patch",
        path: "/v1/shows/{id}",
        summary: "Change a show",
        description:
          "Its name, how its results are named, and its frame rate. `frameRate` is an exact fraction: `24`, `24000/1001`; " +
          "`23.976` and its kind mean fractions of 1001. Movies that exist keep theirs. The code stays, because it is in file " +
          "names and records.",
        request: {
          params,
          body: describeBody(Show.ShowChange, { name: "Harbour at Night" }),
        },
        responses: { 200: describeJson(Schema.Show, "The show"), ...describeProblems(404) },
      },
      asEdited,
    ),
    async (c) => {
      const { id } = c.req.valid("param");
      await Show.update({ id, change: c.req.valid("json") });
      return c.json(asEdited.tag(c, toResponse(await Show.fromID(id))), 200);
    },
  );

  app.openapi(
    createApiRoute("shot.create", {
      method: "post",
      path: "/v1/shows/{id}/shots",
      summary: "Add sequences and shots",
      description: "Existing ones stay as they are; `shots` is the number of new ones.",
      request: {
        params,
        body: describeBody(z.strictObject({ sequences: Show.Sequences }), {
          sequences: [{ code: "sq020", shots: [{ code: "sh010" }] }],
        }),
      },
      responses: { 200: describeJson(Added, "The show as it is now"), ...describeProblems(404) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const added = await Show.addShots({ id, sequences: c.req.valid("json").sequences });
      return c.json({ shots: added, show: toResponse(await Show.fromID(id)) }, 200);
    },
  );

  app.openapi(
    createApiRoute("show.read", {
      method: "get",
      path: "/v1/shows/{id}/members",
      summary: "Members of a show",
      request: { params, query: Show.listMembers.schema.omit({ id: true }) },
      responses: { 200: Schema.describePage(Schema.ShowMember), ...describeProblems(404) },
    }),
    async (c) => c.json(await Show.listMembers({ ...c.req.valid("param"), ...c.req.valid("query") }), 200),
  );

  app.openapi(
    createApiRoute("show.update", {
      method: "put",
      path: "/v1/shows/{id}/members/{memberId}",
      summary: "Add a member to a show",
      request: { params: memberParams },
      responses: { 204: { description: "In the show" }, ...describeProblems(404) },
    }),
    async (c) => {
      await Show.join(c.req.valid("param"));
      return c.body(null, 204);
    },
  );

  app.openapi(
    createApiRoute("show.update", {
      method: "delete",
      path: "/v1/shows/{id}/members/{memberId}",
      summary: "Remove a member from a show",
      request: { params: memberParams },
      responses: { 204: { description: "Not in the show" }, ...describeProblems(404) },
    }),
    async (c) => {
      await Show.removeMember(c.req.valid("param"));
      return c.body(null, 204);
    },
  );
}

const toResponse = ({ id, code, name, naming, frameRate, sequences }: Awaited<ReturnType<typeof Show.fromID>>) => ({
  id,
  code,
  name,
  naming,
  frameRate,
  sequences: sequences.map((sequence) => ({
    id: sequence.id,
    code: sequence.code,
    shots: sequence.shots.map(({ id, code, frameIn, frameOut }) => ({ id, code, frameIn, frameOut })),
  })),
});
