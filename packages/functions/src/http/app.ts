import { OpenAPIHono } from "@hono/zod-openapi";
import { except } from "hono/combine";
import * as Id from "@pegbar/core/platform/id.ts";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import { limitBody } from "./body-limit.ts";
import { requireJson } from "./content.ts";
import { observe } from "./observe.ts";
import { onError, onInvalid, onNotFound, type Env } from "./problem.ts";

/** Paths of the Comfy API v2, which has its own body limits and form of errors. */
const COMFY_API = "/api/v2/*";

/** Creates a Hono app with request ids, metrics, traces, a body limit and RFC 9457 errors. */
export function createApp(ports: Pick<ProcessPorts, "log" | "metrics">, maxBodyBytes: number): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: onInvalid });
  app.use(async (c, next) => {
    const requestId = Id.create("request");
    c.set("requestId", requestId);
    c.header("x-request-id", requestId);
    c.header("cache-control", "no-store");
    await next();
  });
  app.use(observe(ports));
  app.use(except(COMFY_API, limitBody(maxBodyBytes), requireJson));
  app.onError(onError(ports));
  app.notFound(onNotFound(app));
  return app;
}
