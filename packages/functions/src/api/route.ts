import { createRoute, type RouteConfig } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import * as Access from "@pegbar/core/access";
import type { Env } from "../http/problem.ts";

/** Where the OpenAPI document names an operation's verb in the table of rules. */
export const VERB = "x-pegbar-verb";

const allow =
  (verb: Access.Verb): MiddlewareHandler<Env> =>
  async (_c, next) => {
    Access.demand(verb);
    await next();
  };

/**
 * A route with its verb: whoever may not do that at all is refused before the request is looked at; how far somebody's
 * right reaches is decided by the queries of the domain.
 */
export const route = <R extends Omit<RouteConfig, "path"> & { path: string }>(verb: Access.Verb, config: R) =>
  createRoute({ ...config, [VERB]: verb, middleware: [allow(verb)] as const });
