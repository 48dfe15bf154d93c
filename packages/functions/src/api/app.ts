import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Ports } from "@pegbar/core/port";
import { newApp } from "../http/app.ts";
import { exact } from "../http/exact.ts";
import type { Env } from "../http/problem.ts";
import { authenticate } from "./authenticate.ts";
import { assets } from "./routes/assets.ts";
import { inputs } from "./routes/inputs.ts";
import { jobs } from "./routes/jobs.ts";
import { studio } from "./routes/studio.ts";

interface Options {
  ports: Ports;
  /** The same adapters, connected as the identity role. */
  identityPorts: Ports;
  issuer: { issuer: string; audience: string; jwksUri: string };
  /** C2SP verifier key of the log. */
  logKey: string;
  /** Longest life of one event stream. */
  eventsWindowMs: number;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** The public API: the same app on Lambda and on one machine. */
export function api({ ports, identityPorts, issuer, logKey, eventsWindowMs }: Options): OpenAPIHono<Env> {
  const app = newApp(ports.log, MAX_BODY_BYTES);
  app.get("/v1/health", (c) => c.json({ status: "ok" }));
  app.doc31("/v1/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Pegbar", version: "1", description: "Generates frames, and proves how each was made." },
    security: [{ bearer: [] }],
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
  });
  app.get("/v1/ledger/key", (c) => c.json({ logKey }));
  app.use("/v1/*", authenticate(issuer, ports, identityPorts), exact);
  studio(app);
  inputs(app);
  jobs(app, eventsWindowMs);
  assets(app, logKey);
  return app;
}
