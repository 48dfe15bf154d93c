import type { Hono } from "hono";
import type { Env as ApiEnv } from "@pegbar/functions/http/problem.ts";

/**
 * Serves API and portal on one origin, divided as by CloudFront and API Gateway: the API handles everything below `/v1`,
 * including 404 and 405; the portal's fallback handles the rest.
 */
export function mountSite(api: Hono<ApiEnv>, site: Hono): Hono["fetch"] {
  return (request, ...more) => {
    const { pathname } = new URL(request.url);
    return pathname === "/v1" || pathname.startsWith("/v1/")
      ? api.fetch(request, ...more)
      : site.fetch(request, ...more);
  };
}
