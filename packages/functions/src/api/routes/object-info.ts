import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { readClasses } from "@pegbar/core/catalog/image/classes.ts";
import type { Env } from "../../http/problem.ts";
import { createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson, describeProblems } = Schema;

const headers = z.object({
  "if-none-match": z
    .string()
    .optional()
    .meta({ description: "The ETag of an earlier response. 304 while the classes are the same." }),
});

/** Adds the route for the node classes of the image. */
export function addObjectInfoRoutes(app: OpenAPIHono<Env>): void {
  app.openapi(
    createApiRoute("workflow.read", {
      method: "get",
      path: "/v1/object-info",
      summary: "Node classes of the image, as ComfyUI describes them",
      description:
        "ComfyUI's `/object_info` of the image that graphs are checked against. Lists of models and input files are empty: see " +
        "`GET /v1/models`. A response has megabytes; keep it, and send its ETag as If-None-Match.",
      request: { headers },
      responses: {
        200: describeJson(Schema.ObjectInfo, "The classes"),
        304: { description: "They have not changed" },
        ...describeProblems(503),
      },
    }),
    async (c) => {
      const { comfyuiVersion, objectInfo, etag } = await readClasses();
      c.header("etag", etag);
      if (c.req.valid("header")["if-none-match"] === etag) return c.body(null, 304);
      return c.json({ comfyuiVersion, objectInfo }, 200);
    },
  );
}
