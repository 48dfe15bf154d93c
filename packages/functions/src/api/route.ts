import { createRoute, type RouteConfig } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import * as Access from "@pegbar/core/access";
import { VisibleError } from "@pegbar/core/error.ts";
import { hasBody, type Env } from "../http/problem.ts";
import type { Editable } from "./etag.ts";
import { idempotent } from "./once.ts";
import { problems } from "./schema/index.ts";
import { tagOf } from "./tags.ts";

/** Where the OpenAPI document names an operation's verb in the table of rules. */
export const VERB = "x-pegbar-verb";

const allow =
  (verb: Access.Verb): MiddlewareHandler<Env> =>
  async (_c, next) => {
    Access.demand(verb);
    await next();
  };

/** Without a body a schema of optional fields would find an empty object. */
const bodied: MiddlewareHandler<Env> = async (c, next) => {
  if (!hasBody(c.req)) throw new VisibleError("invalid_json", "Send a JSON body, as /v1/openapi.json describes it.");
  await next();
};

type Config = Omit<RouteConfig, "path"> & { path: string };

/**
 * A route with its verb: whoever may not do that at all is refused before the request is looked at; how far somebody's
 * right reaches is decided by the queries of the domain.
 */
export const route = <R extends Config>(verb: Access.Verb, config: R) => guarded(verb, config, []);

/** A route that makes something new, once for each Idempotency-Key. `first` runs before a transaction is open. */
export const creating = <R extends Config>(
  verb: Access.Verb,
  config: R,
  mode: "kept" | "again" = "kept",
  first: readonly MiddlewareHandler<Env>[] = [],
) => guarded(verb, withHeader(withRefusal(config, 422), "idempotency-key", KEY), [...first, idempotent(mode)]);

/** A route that shows what people edit, with its entity tag. */
export const showing = <R extends Config>(verb: Access.Verb, config: R, { tag }: Editable) =>
  guarded(verb, config, [tag]);

/** A route that changes it: with If-Match only while it is as it was seen. */
export const editing = <R extends Config>(
  verb: Access.Verb,
  config: R,
  { tag, guard }: Editable,
  first: readonly MiddlewareHandler<Env>[] = [],
) => guarded(verb, withHeader(withRefusal(config, 412), "if-match", TAG), [...first, tag, guard]);

const guarded = <R extends Config>(verb: Access.Verb, config: R, more: readonly MiddlewareHandler<Env>[]) =>
  createRoute({
    ...config,
    responses: { ...config.responses, 431: { description: "Address and headers are longer than 16 kB together" } },
    [VERB]: verb,
    tags: [tagOf(config.path)],
    security: [{ bearer: [verb] }],
    middleware: [allow(verb), ...(config.request?.body ? [bodied] : []), ...more],
  });

const KEY = "A repeat with the same key and request gets the same answer and makes nothing new; kept for a week.";
const TAG = "The ETag of what was seen. 412 when it has been changed since.";

/** The same with a header in its description. The middleware reads it: it may be refused in ways a schema cannot say. */
const withHeader = <R extends Config>(config: R, name: string, description: string): R => ({
  ...config,
  request: { ...config.request, headers: z.object({ [name]: z.string().optional().meta({ description }) }) },
});

const withRefusal = <R extends Config>(config: R, status: 412 | 422): R => ({
  ...config,
  responses: { ...config.responses, ...problems(status) },
});
