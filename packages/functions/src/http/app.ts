import { OpenAPIHono } from "@hono/zod-openapi";
import * as Id from "@pegbar/core/platform/id.ts";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import { limitBody } from "./body-limit.ts";
import { requireJson } from "./content.ts";
import { onError, onInvalid, onNotFound, type Env } from "./problem.ts";

/** Creates a Hono app with request ids, a body limit and RFC 9457 errors. */
export function createApp(log: ProcessPorts["log"], maxBodyBytes: number): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: onInvalid });
  app.use(async (c, next) => {
    const requestId = Id.create("request");
    c.set("requestId", requestId);
    c.header("x-request-id", requestId);
    c.header("cache-control", "no-store");
    await next();
  });
  app.use(limitBody(maxBodyBytes));
  app.use(requireJson);
  app.onError(onError(log));
  app.notFound(onNotFound(app));
  return app;
}
