import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { page, start } from "./page.ts";

const DOCUMENT = "/v1/openapi.json";

/**
 * Creates the API reference, which the browser renders from the OpenAPI document: one page and two scripts, all static.
 * Nothing is loaded from another host; the content security policy enforces that.
 */
export function createReference(): Hono {
  let script: Promise<string> | undefined;
  const app = new Hono();
  app.use(
    secureHeaders({
      // Scalar adds inline styles while it renders.
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
 * Loads Scalar's single script from its Fastify plug-in: the package for web pages has 270 dependencies. Loaded on the
 * first request, because it is large.
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
