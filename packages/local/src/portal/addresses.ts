import type { Hono } from "hono";
import type { Env as ApiEnv } from "@pegbar/functions/http/problem.ts";

/** Paths below which everything belongs to the API. */
const API = ["/v1", "/api/v2"];

/**
 * Serves API and portal on one origin, divided as by CloudFront and API Gateway: the API handles everything below `/v1`
 * and `/api/v2`, including 404 and 405; the portal's fallback handles the rest.
 */
export function mountSite(api: Hono<ApiEnv>, site: Hono): Hono["fetch"] {
  return (request, ...more) => {
    const { pathname } = new URL(request.url);
    return API.some((path) => pathname === path || pathname.startsWith(`${path}/`))
      ? api.fetch(request, ...more)
      : site.fetch(request, ...more);
  };
}
