import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import * as Context from "@pegbar/core/platform/context.ts";
import { createHealthCheck, readHealthFacts } from "@pegbar/core/platform/health";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import type { Env } from "../../http/problem.ts";
import { createOpenRoute } from "../open-route.ts";
import * as Schema from "../schema/index.ts";

const { describeJson } = Schema;

/** Seconds that a response may be cached. The check itself is shared by all requests of a process for as long. */
const CACHE = "public, max-age=5";

/**
 * Adds the public routes for monitoring: liveness and readiness.
 * @param ports those of the public role
 */
export function addHealthRoutes(app: OpenAPIHono<Env>, ports: ProcessPorts): void {
  const check = createHealthCheck({
    read: (limitMs) =>
      Context.provide({ actor: { type: "platform", name: "health" }, ports }, () => readHealthFacts(limitMs)),
    clock: ports.clock,
    log: ports.log,
  });

  app.openapi(
    createOpenRoute({
      path: "/v1/live",
      summary: "Whether the API answers",
      description: "Depends on nothing else. For a readiness check, see `GET /v1/health`.",
      responses: { 200: describeJson(z.object({ status: z.literal("ok") }), "It does") },
    }),
    (c) => c.json({ status: "ok" as const }, 200),
  );

  app.openapi(
    createOpenRoute({
      path: "/v1/health",
      summary: "State of the platform's parts",
      description:
        "Answers within some seconds, even if the database does not. While the database is down, the other parts are not listed.",
      responses: {
        200: describeJson(Schema.Health, "Requests succeed: `ok` or `degraded`"),
        503: describeJson(Schema.Health, "Requests fail: `down`"),
      },
    }),
    async (c) => {
      const health = await check();
      c.header("cache-control", CACHE);
      return c.json(Schema.toHealth(health), health.status === "down" ? 503 : 200);
    },
  );
}
