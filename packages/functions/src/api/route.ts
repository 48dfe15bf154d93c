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

/** Where the OpenAPI document names an operation's verb in the table of rules. */
export const VERB = "x-pegbar-verb";

type Permissions = readonly [Access.Permission, ...Access.Permission[]];

/** Throws `forbidden` for a client that has none of these permissions. */
const allow =
  (permissions: Permissions): MiddlewareHandler<Env> =>
  async (_c, next) => {
    if (!permissions.some((permission) => Access.isAllowed(permission))) Access.authorize(permissions[0]);
    await next();
  };

/** Without a body a schema of optional fields would find an empty object. */
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

/** A route that needs one of several permissions. The domain decides which, depending on the request. */
export const createApiRouteForAny = <R extends Config>(permissions: Permissions, config: R) =>
  guardRoute(permissions, config);

/** A route that makes something new, once for each Idempotency-Key. `first` runs before a transaction is open. */
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

/** A route that shows what people edit, with its entity tag. */
export const createGetRoute = <R extends Config>(verb: Access.Permission, config: R, { tag }: Editable) =>
  guardRoute([verb], config, [tag]);

/** A route that changes it: with If-Match only while it is as it was seen. */
export const createPatchRoute = <R extends Config>(
  verb: Access.Permission,
  config: R,
  { tag, guard }: Editable,
  first: readonly MiddlewareHandler<Env>[] = [],
) => guardRoute([verb], withHeader(withRefusal(config, 412), "if-match", IfMatch, TAG), [...first, tag, guard]);

/** A route of the signed-in person, member of a studio or not: `first` checks the token in place of the rules of roles. */
export const createPersonalRoute = <R extends Config>(
  verb: Access.Permission,
  first: readonly MiddlewareHandler<Env>[],
  config: R,
) => defineRoute([verb], config, first, []);

/** What Node answers before the API sees a request. */
export const tooLong = { 431: { description: "Address and headers are longer than 16 kB together" } };

const guardRoute = <R extends Config>(
  permissions: Permissions,
  config: R,
  more: readonly MiddlewareHandler<Env>[] = [],
) => defineRoute(permissions, config, [allow(permissions)], more);

/** What all routes have in common. The body is required between the two groups of middleware. */
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

/** The same with a header in its description; its middleware reads the header first. */
const withHeader = <R extends Config>(config: R, name: string, schema: z.ZodString, description: string): R => ({
  ...config,
  request: { ...config.request, headers: z.object({ [name]: schema.optional().meta({ description }) }) },
});

const withRefusal = <R extends Config>(config: R, status: 412 | 422): R => ({
  ...config,
  responses: { ...config.responses, ...describeProblems(status) },
});
