import type { OpenAPIHono } from "@hono/zod-openapi";
import { authenticate, type RolePorts } from "../api/authenticate.ts";
import { Issuer, type IssuerConfig } from "../api/identity/issuer.ts";
import { createFinder } from "../api/identity/known.ts";
import { addEventRoutes } from "../api/routes/events.ts";
import { addEventRoute } from "../comfy-api/events.ts";
import { createMount } from "../comfy-api/mount.ts";
import { createApp } from "../http/app.ts";
import { requireExactJson } from "../http/exact.ts";
import type { Env } from "../http/problem.ts";

interface Options {
  ports: Pick<RolePorts, "app" | "identity">;
  issuer: IssuerConfig;
  /** Longest life of one event stream, in milliseconds. */
  eventsWindowMs: number;
}

const MAX_BODY_BYTES = 1024;

/** The event routes of the public API alone, without what other routes need. */
export function createEventsApi({ ports, issuer, eventsWindowMs }: Options): OpenAPIHono<Env> {
  const app = createApp(ports.app, MAX_BODY_BYTES);
  const people = createFinder(Issuer.parse(issuer), ports.identity);
  // Operators may read no job: they are refused before a port of theirs is used.
  const roles = { app: ports.app, operator: ports.identity };
  const identify = authenticate(people, roles);
  app.use("/v1/*", identify, requireExactJson);
  addEventRoutes(app, eventsWindowMs);
  app.route(
    "/",
    createMount(ports.app, (comfy) => {
      comfy.use(identify);
      addEventRoute(comfy, eventsWindowMs);
    }),
  );
  return app;
}
