import { Hono } from "hono";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import { onError, onNotFound, type Env } from "../http/problem.ts";
import { answerError } from "./errors.ts";

/** Creates the app under `/api/v2`, with errors in the API's own form. `add` adds its routes. */
export function createMount(ports: Pick<ProcessPorts, "log" | "metrics">, add: (app: Hono<Env>) => void): Hono<Env> {
  const app = new Hono<Env>().basePath("/api/v2");
  app.onError(onError(ports, answerError));
  add(app);
  // 404 and 405 for everything else under the path.
  app.all("*", onNotFound(app, answerError));
  return app;
}
