import type { MiddlewareHandler } from "hono";
import type { Actor } from "@pegbar/core/actor.ts";
import * as Context from "@pegbar/core/context.ts";
import { VisibleError } from "@pegbar/core/error.ts";
import type { Ports } from "@pegbar/core/port";
import type { Env } from "../http/problem.ts";
import type { Issuer } from "./identity/issuer.ts";
import { finder, type Known } from "./identity/known.ts";

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

/** What an operator who is also a member of studios sends as `Pegbar-Tenant` to act as operator. */
const PLATFORM = "platform";

/** Finds who the bearer token stands for and runs the rest of the request as that member or operator. */
export function authenticate(issuer: Issuer, ports: RolePorts): MiddlewareHandler<Env> {
  const find = finder(issuer, ports.identity);
  return async (c, next) => {
    const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (token === undefined) throw new VisibleError("unauthenticated", "Send an access token: Authorization: Bearer …");
    const actor = choose(await find(token), c.req.header("pegbar-tenant"));
    const adapters = actor.type === "operator" ? ports.operator : ports.app;
    await Context.provide({ actor, ports: adapters, requestId: c.get("requestId") }, next);
  };
}

function choose({ memberships, operator }: Known, wanted: string | undefined): Actor {
  const asOperator = operator && (wanted === PLATFORM || (wanted === undefined && memberships.length === 0));
  if (asOperator) return { type: "operator", operatorId: operator.id, email: operator.email, name: operator.name };
  const fitting =
    wanted === undefined ? memberships : memberships.filter((one) => one.tenant === wanted || one.tenantId === wanted);
  const [first, second] = fitting;
  if (!first)
    throw new VisibleError("forbidden", "You are a member of no studio here. Ask its admin for an invitation.");
  if (second) {
    const names = fitting.map(({ tenant }) => tenant).join(", ");
    throw new VisibleError("tenant_ambiguous", `Say which studio you mean with the header Pegbar-Tenant: ${names}.`);
  }
  const { tenant: _tenant, ...member } = first;
  return { type: "member", ...member };
}
