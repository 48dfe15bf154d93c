import { createRoute, type RouteConfig } from "@hono/zod-openapi";
import { tooLong } from "./route.ts";
import { getTag } from "./tags.ts";

/** Describes a GET route that needs no sign-in. */
export const createOpenRoute = <R extends Omit<RouteConfig, "path" | "method"> & { path: string }>(config: R) =>
  createRoute({
    method: "get",
    security: [],
    tags: [getTag(config.path)],
    ...config,
    responses: { ...config.responses, ...tooLong },
  });
