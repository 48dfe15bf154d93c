import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { VisibleError } from "@pegbar/core/platform/error";
import * as Id from "@pegbar/core/platform/id.ts";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import { requireJson } from "./content.ts";
import { hasBody, onError, onInvalid, onNotFound, type Env } from "./problem.ts";

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
  const limitBody = bodyLimit({
    maxSize: maxBodyBytes,
    onError: () => {
      throw new VisibleError("too_large", `Send at most ${maxBodyBytes} bytes.`);
    },
  });
  // Asking for a body that is not there builds a whole Request (@hono/node-server), which costs as much as a query.
  app.use((c, next) => (hasBody(c.req) ? limitBody(c, next) : next()));
  app.use(requireJson);
  app.onError(onError(log));
  app.notFound(onNotFound(app));
  return app;
}
