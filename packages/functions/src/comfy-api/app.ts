import type { Hono, MiddlewareHandler } from "hono";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import { limitBody } from "../http/body-limit.ts";
import { requireJson } from "../http/content.ts";
import { requireExactJson } from "../http/exact.ts";
import type { Env } from "../http/problem.ts";
import { addAssetRoutes } from "./assets.ts";
import { addEventRoute } from "./events.ts";
import { addJobRoutes } from "./jobs.ts";
import { createMount } from "./mount.ts";

interface Options {
  ports: Pick<ProcessPorts, "log" | "metrics">;
  /** Identifies the caller. */
  authenticate: MiddlewareHandler<Env>;
  /** Limits the requests of each studio; absent if a gateway does. */
  throttle?: MiddlewareHandler<Env> | undefined;
  /** Maximum duration of an event stream, in milliseconds. */
  eventsWindowMs: number;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** The Comfy API v2 of Comfy Org: another form of the same jobs, inputs and assets. */
export const createComfyApi = ({ ports, authenticate, throttle, eventsWindowMs }: Options): Hono<Env> =>
  createMount(ports, (app) => {
    app.get("/health", (c) => c.json({ status: "ok" }));
    app.use(authenticate);
    if (throttle) app.use(throttle);
    // Uploads are streamed, and limited by their own route.
    for (const path of ["/jobs", "/assets/from-hash"])
      app.use(path, limitBody(MAX_BODY_BYTES), requireJson, requireExactJson);
    addJobRoutes(app);
    addEventRoute(app, eventsWindowMs);
    addAssetRoutes(app);
  });
