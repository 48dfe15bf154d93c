import type { MiddlewareHandler } from "hono";
import * as Context from "@pegbar/core/platform/context.ts";
import { VisibleError } from "@pegbar/core/platform/error";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import type { Env } from "../http/problem.ts";
import { parseBearer, choose, isMissing } from "./identity/choose.ts";
import type { Finder } from "./identity/known.ts";

/** The same adapters on the database roles of the API. */
export interface RolePorts {
  /** For members: one tenant at a time. */
  app: ProcessPorts;
  /** For authentication: reads only memberships, tokens and operators. */
  identity: ProcessPorts;
  /** For operators: studios and the fleet, no work. */
  operator: ProcessPorts;
  /** For public routes: checkpoints and hashes of the logs. */
  public: ProcessPorts;
}

/** Identifies the bearer token's member or operator and runs the rest of the request as them. */
export function authenticate({ find }: Finder, ports: Pick<RolePorts, "app" | "operator">): MiddlewareHandler<Env> {
  return async (c, next) => {
    const token = parseBearer(c.req.header("authorization"));
    if (token === undefined) throw new VisibleError("unauthenticated", "Send an access token: Authorization: Bearer …");
    const wanted = c.req.header("pegbar-tenant");
    const cached = await find(token);
    // The membership may have just been created on another instance.
    const known = isMissing(cached, wanted) ? await find(token, true) : cached;
    const actor = choose(known, wanted);
    const adapters = actor.type === "operator" ? ports.operator : ports.app;
    await Context.provide(
      { actor, ports: adapters, requestId: c.get("requestId"), traceparent: c.get("traceparent") },
      next,
    );
  };
}
