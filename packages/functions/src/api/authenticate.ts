import type { MiddlewareHandler } from "hono";
import * as Context from "@pegbar/core/context.ts";
import { VisibleError } from "@pegbar/core/error.ts";
import type { Ports } from "@pegbar/core/port";
import type { Env } from "../http/problem.ts";
import type { Issuer } from "./identity/issuer.ts";
import { bearerIn, choose } from "./identity/choose.ts";
import { finder } from "./identity/known.ts";

/** The same adapters on the database roles of the API. */
export interface RolePorts {
  /** For members: one tenant at a time. */
  app: Ports;
  /** Sees memberships, tokens and operators, nothing else. */
  identity: Ports;
  /** For operators: studios and the fleet, no work. */
  operator: Ports;
  /** For those who have not signed in: heads and hashes of the logs. */
  public: Ports;
}

/** Finds who the bearer token stands for and runs the rest of the request as that member or operator. */
export function authenticate(issuer: Issuer, ports: RolePorts): MiddlewareHandler<Env> {
  const find = finder(issuer, ports.identity);
  return async (c, next) => {
    const token = bearerIn(c.req.header("authorization"));
    if (token === undefined) throw new VisibleError("unauthenticated", "Send an access token: Authorization: Bearer …");
    const actor = choose(await find(token), c.req.header("pegbar-tenant"));
    const adapters = actor.type === "operator" ? ports.operator : ports.app;
    await Context.provide({ actor, ports: adapters, requestId: c.get("requestId") }, next);
  };
}
