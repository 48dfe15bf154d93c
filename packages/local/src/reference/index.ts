import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { page, start } from "./page.ts";

const DOCUMENT = "/v1/openapi.json";

/**
 * The API reference, drawn in the browser from the API's own document: a page and two scripts that never change, so that
 * any static storage can serve them. Nothing comes from another host, and the policy sees to that.
 */
export function createReference(): Hono {
  let script: Promise<string> | undefined;
  const app = new Hono();
  app.use(
    secureHeaders({
      // Scalar puts its styles into the page while it draws.
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'unsafe-inline'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
    }),
  );
  app.get("/", (c) => c.html(page));
  app.get("/start.js", (c) => c.body(start(DOCUMENT), 200, JAVASCRIPT));
  app.get("/scalar.js", async (c) => {
    script ??= loadScalar();
    return c.body(await script, 200, { ...JAVASCRIPT, "cache-control": "max-age=3600" });
  });
  return app;
}

const JAVASCRIPT = { "content-type": "text/javascript; charset=utf-8" };

/**
 * Scalar as one script, out of its plug-in for Fastify: the package made for pages brings 270 others with it. Loaded when
 * somebody wants to see it, for it is large.
 */
async function loadScalar(): Promise<string> {
  const [{ fastify }, { default: scalar }] = await Promise.all([
    import("fastify"),
    import("@scalar/fastify-api-reference"),
  ]);
  const server = fastify();
  await server.register(scalar, { routePrefix: "/docs", configuration: { url: DOCUMENT } });
  const { statusCode, body } = await server.inject("/docs/js/scalar.js");
  await server.close();
  if (statusCode !== 200) throw new Error(`Scalar's script: status ${statusCode}`);
  return body;
}
