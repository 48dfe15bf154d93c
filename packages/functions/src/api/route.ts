import { createRoute, type RouteConfig } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import * as Access from "@pegbar/core/platform/access";
import { VisibleError } from "@pegbar/core/platform/error";
import * as Idempotency from "@pegbar/core/platform/idempotency";
import { hasBody, type Env } from "../http/problem.ts";
import { IfMatch, type Editable } from "./etag.ts";
import { runOnce, type IdempotencyMode } from "./once.ts";
import { describeProblems } from "./schema/index.ts";
import { getTag } from "./tags.ts";

/** Extension of the OpenAPI document with an operation's permission. */
export const VERB = "x-pegbar-verb";

type Permissions = readonly [Access.Permission, ...Access.Permission[]];

/** @throws forbidden for a caller without any of these permissions */
const allow =
  (permissions: Permissions): MiddlewareHandler<Env> =>
  async (_c, next) => {
    if (!permissions.some((permission) => Access.isAllowed(permission))) Access.authorize(permissions[0]);
    await next();
  };

/** Rejects a missing body, which a schema of optional fields would accept as an empty object. */
const checkBody: MiddlewareHandler<Env> = async (c, next) => {
  if (!hasBody(c.req)) throw new VisibleError("invalid_json", "Send a JSON body, as /v1/openapi.json describes it.");
  await next();
};

type Config = Omit<RouteConfig, "path"> & { path: string };

/**
 * A route and the permission that it needs: a client that does not have it is refused before the request is read. How far
 * a permission reaches is decided by the queries of the domain.
 */
export const createApiRoute = <R extends Config>(permission: Access.Permission, config: R) =>
  guardRoute([permission], config);

/** Creates a route that needs one of several permissions; the domain decides which, depending on the request. */
export const createApiRouteForAny = <R extends Config>(permissions: Permissions, config: R) =>
  guardRoute(permissions, config);

/** Creates a route that creates something, once per Idempotency-Key. `first` runs before the transaction. */
export const createPostRoute = <R extends Config>(
  verb: Access.Permission,
  config: R,
  mode: IdempotencyMode = "kept",
  first: readonly MiddlewareHandler<Env>[] = [],
) =>
  guardRoute([verb], withHeader(withRefusal(config, 422), "idempotency-key", Idempotency.Key, KEY), [
    ...first,
    runOnce(mode),
  ]);

/** Creates a route that changes an editable resource; with If-Match only if it is unchanged. */
export const createPatchRoute = <R extends Config>(
  verb: Access.Permission,
  config: R,
  { guard }: Pick<Editable<never>, "guard">,
  first: readonly MiddlewareHandler<Env>[] = [],
) => guardRoute([verb], withHeader(withRefusal(config, 412), "if-match", IfMatch, TAG), [...first, guard]);

/** Creates a route for a signed-in person with or without a studio: `first` checks the token instead of a permission. */
export const createPersonalRoute = <R extends Config>(
  verb: Access.Permission,
  first: readonly MiddlewareHandler<Env>[],
  config: R,
) => defineRoute([verb], config, first, []);

/** Errors that Node answers before a request reaches the API. */
export const tooLong = { 431: { description: "Address and headers are longer than 16 kB together" } };

const guardRoute = <R extends Config>(
  permissions: Permissions,
  config: R,
  more: readonly MiddlewareHandler<Env>[] = [],
) => defineRoute(permissions, config, [allow(permissions)], more);

/** Common parts of all routes. The body is required between the two groups of middleware. */
const defineRoute = <R extends Config>(
  permissions: Permissions,
  config: R,
  first: readonly MiddlewareHandler<Env>[],
  more: readonly MiddlewareHandler<Env>[],
) =>
  createRoute({
    ...config,
    responses: { ...config.responses, ...tooLong },
    [VERB]: permissions[0],
    tags: [getTag(config.path)],
    security: [{ bearer: [...permissions] }],
    middleware: [...first, ...(config.request?.body ? [checkBody] : []), ...more],
  });

const KEY =
  "A repeated request with the same key gets the same answer and creates nothing. Keys are remembered for 7 days. A UUID is a good key.";
const TAG = "The ETag of what was seen, or several separated by commas. 412 when it has been changed since.";

/** Adds a header to a route's description; its middleware reads the header first. */
const withHeader = <R extends Config>(config: R, name: string, schema: z.ZodString, description: string): R => ({
  ...config,
  request: { ...config.request, headers: z.object({ [name]: schema.optional().meta({ description }) }) },
});

const withRefusal = <R extends Config>(config: R, status: 412 | 422): R => ({
  ...config,
  responses: { ...config.responses, ...describeProblems(status) },
});
