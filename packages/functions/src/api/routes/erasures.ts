import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Erasure from "@pegbar/core/result/erasure";
import { queryBoolean } from "@pegbar/core/platform/query.ts";
import type { Env } from "../../http/problem.ts";
import { createPostRoute, createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeBody, describeProblems, params } = Schema;

/** Adds the routes for erasures of personal data. */
export function addErasureRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createPostRoute("erasure.create", {
      method: "post",
      path: "/v1/erasures",
      summary: "Erase a person's identity, prompts or inputs, or one input",
      description:
        "Cannot be undone. Pictures, costs and proofs are kept; certificates show that values are missing, when they were " +
        "erased and why. Values are erased before the response, their traces in database and store files within minutes: " +
        "see `doneAt`. 409 while jobs need them. With `dryRun` nothing changes; the response shows the effect.",
      request: {
        query: z.strictObject({ dryRun: queryBoolean.default(false) }),
        body: describeBody(Erasure.Request, {
          memberId: "mem_01JZZZZZZZZZZZZZZZZZZZZZZZ",
          kinds: ["identity", "prompts"],
          reason: "Asked for on 2026-11-27, GDPR article 17",
        }),
      },
      responses: {
        200: describeJson(Schema.ErasureForeseen, "With `dryRun`: what would be erased"),
        201: describeJson(Schema.Erasure, "Erased"),
        ...describeProblems(404, 409),
      },
    }),
    async (c) => {
      const request = c.req.valid("json");
      if (c.req.valid("query").dryRun) {
        const { type, id, subjects: _subjects, ...counts } = await Erasure.foresee(request);
        return c.json({ subject: { type, id }, ...counts }, 200);
      }
      return c.json(toResponse(await Erasure.create(request)), 201);
    },
  );

  app.openapi(
    createApiRoute("erasure.read", {
      method: "get",
      path: "/v1/erasures",
      summary: "Erasures, newest first",
      request: { query: Erasure.list.schema },
      responses: { 200: Schema.describePage(Schema.Erasure), ...describeProblems() },
    }),
    async (c) => {
      const { items, next } = await Erasure.list(c.req.valid("query"));
      return c.json({ items: items.map(toResponse), next }, 200);
    },
  );

  app.openapi(
    createApiRoute("erasure.read", {
      method: "get",
      path: "/v1/erasures/{id}",
      summary: "One erasure",
      request: { params },
      responses: { 200: describeJson(Schema.Erasure, "The erasure"), ...describeProblems(404) },
    }),
    async (c) => c.json(toResponse(await Erasure.fromID(c.req.valid("param").id)), 200),
  );
}

const toResponse = (row: Erasure.Row): z.infer<typeof Schema.Erasure> => ({
  id: row.id,
  subject: { type: row.subjectType, id: row.subjectId },
  kinds: row.kinds,
  reason: row.reason,
  createdBy: row.createdBy,
  values: row.values,
  records: row.records,
  jobs: row.jobs,
  inputs: row.inputs,
  createdAt: row.createdAt.toISOString(),
  doneAt: row.doneAt?.toISOString() ?? null,
});
