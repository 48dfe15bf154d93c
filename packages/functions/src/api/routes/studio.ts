import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Context from "@pegbar/core/context.ts";
import * as Member from "@pegbar/core/member";
import * as Model from "@pegbar/core/model";
import * as Show from "@pegbar/core/show";
import * as Tenant from "@pegbar/core/tenant";
import * as Workflow from "@pegbar/core/workflow";
import type { Env } from "../../http/problem.ts";
import * as Schema from "../schema.ts";

const { json, problems } = Schema;

/** What a studio has: who one is, its shows, workflows and models. */
export function studio(app: OpenAPIHono<Env>): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/v1/me",
      summary: "Who I am here",
      responses: { 200: json(Schema.Me, "The signed-in member and the studio"), ...problems() },
    }),
    async (c) => {
      const { id, email, name, role } = await Member.fromID(Context.member().memberId);
      const tenant = await Tenant.current();
      return c.json(
        { member: { id, email, name, role }, tenant: { id: tenant.id, slug: tenant.slug, name: tenant.name } },
        200,
      );
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/v1/shows",
      summary: "Shows with their sequences and shots",
      responses: { 200: json(z.object({ items: z.array(Schema.Show) }), "The shows that you may see"), ...problems() },
    }),
    async (c) => {
      const shows = await Show.list({});
      const items = shows.map(({ id, code, name, sequences }) => ({
        id,
        code,
        name,
        sequences: sequences.map((sequence) => ({
          id: sequence.id,
          code: sequence.code,
          shots: sequence.shots.map(({ id, code, frameIn, frameOut }) => ({ id, code, frameIn, frameOut })),
        })),
      }));
      return c.json({ items }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/v1/workflows",
      summary: "Workflows, each with its newest version",
      responses: { 200: json(z.object({ items: z.array(Schema.Workflow) }), "The studio's workflows"), ...problems() },
    }),
    async (c) => {
      const items = await Workflow.list({});
      return c.json({ items: items.map(shown) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/v1/workflows/{id}",
      summary: "One workflow, by slug, wfl_… or wfv_…",
      request: { params: z.object({ id: z.string().max(128) }) },
      responses: { 200: json(Schema.Workflow, "The workflow"), ...problems(404) },
    }),
    async (c) => c.json(shown(await Workflow.version(c.req.valid("param").id)), 200),
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/v1/models",
      summary: "Registered models and the shows they are cleared for",
      responses: {
        200: json(z.object({ items: z.array(Schema.Model) }), "Shared models and the studio's own"),
        ...problems(),
      },
    }),
    async (c) => c.json({ items: await Model.list({}) }, 200),
  );
}

const shown = (row: Awaited<ReturnType<typeof Workflow.list>>[number]): z.infer<typeof Schema.Workflow> => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description,
  versionId: row.versionId,
  version: row.version,
  sha256: row.sha256,
  class: row.class,
  form: row.form,
});
