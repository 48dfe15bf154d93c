import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "../http/problem.ts";
import { buildOperationId } from "./operation-id.ts";
import { tags } from "./tags.ts";

const DESCRIPTION = `Runs a studio's ComfyUI workflows, and proves how each frame was made.

Requests carry \`Authorization: Bearer …\` with an access token of the studio's identity provider, or an API token
\`pgb_…\`. Lists are paged: pass \`next\` of a response as \`cursor\`. POST requests that create something accept an
\`Idempotency-Key\`, changes an \`If-Match\`. Errors are \`application/problem+json\` with a stable \`code\`.`;

/** Serves the OpenAPI document, which includes all routes that are registered before its first request. */
export function serveDocument(app: OpenAPIHono<Env>): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
  });
  let json: string | undefined;
  app.get("/v1/openapi.json", (c) => {
    json ??= JSON.stringify(buildDocument(app));
    return c.body(json, 200, { "content-type": "application/json" });
  });
}

function buildDocument(app: OpenAPIHono<Env>) {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Pegbar",
      version: "1",
      description: DESCRIPTION,
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }],
    tags,
  });
  for (const [path, operations] of Object.entries(document.paths ?? {}))
    for (const [method, operation] of Object.entries(operations))
      (operation as { operationId?: string }).operationId = buildOperationId(method, path);
  return document;
}
