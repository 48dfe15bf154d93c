import type { OpenAPIHono } from "@hono/zod-openapi";
import * as Lineage from "@pegbar/core/result/asset/lineage.ts";
import type { Env } from "../../http/problem.ts";
import { createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeProblems, params } = Schema;

/** Adds the routes for lineage: backwards from a result, forwards from a model or an input. */
export function addLineageRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("asset.trace", {
      method: "get",
      path: "/v1/assets/{id}/origins",
      summary: "What an asset was made from",
      description:
        "Earlier results, inputs, models and workflow versions that you can see; `edges` connects them. A result that was " +
        "used as an input is found by its SHA-256.",
      request: { params },
      responses: { 200: describeJson(Schema.Origins, "Everything that had a part in it"), ...describeProblems(404) },
    }),
    async (c) => {
      const { assets, ...rest } = await Lineage.fromAsset(c.req.valid("param").id);
      return c.json({ assets: assets.map(toResponse), ...rest }, 200);
    },
  );

  for (const [path, summary, find] of [
    ["/v1/models/{id}/assets", "Every asset that a model had a part in", Lineage.listFromModel],
    ["/v1/inputs/{id}/assets", "Every asset that an input had a part in", Lineage.listFromInput],
  ] as const)
    app.openapi(
      createApiRoute("asset.trace", {
        method: "get",
        path,
        summary,
        description:
          "Results of jobs that used it, and results made from those, that you can see. `steps` is the number of results in " +
          "between.",
        request: { params },
        responses: {
          200: describeJson(Schema.Descendants, "The nearest first, at most 1,000"),
          ...describeProblems(404),
        },
      }),
      async (c) => {
        const { items, truncated } = await find(c.req.valid("param").id);
        return c.json({ items: items.map(toResponse), truncated }, 200);
      },
    );
}

type Reached = Awaited<ReturnType<typeof Lineage.listFromModel>>["items"][number];
const toResponse = ({ createdAt, credentialedSha256: _credentialed, ...rest }: Reached) => ({
  ...rest,
  createdAt: createdAt.toISOString(),
});
