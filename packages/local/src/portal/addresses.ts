import type { Hono } from "hono";
import type { Env as ApiEnv } from "@pegbar/functions/http/problem.ts";

/**
 * API and portal on one address, as CloudFront and API Gateway divide them: everything below `/v1` is the API's, its 404
 * and 405 included; the portal's fallback answers only the rest.
 */
export function mountSite(api: Hono<ApiEnv>, site: Hono): Hono["fetch"] {
  return (request, ...more) => {
    const { pathname } = new URL(request.url);
    return pathname === "/v1" || pathname.startsWith("/v1/")
      ? api.fetch(request, ...more)
      : site.fetch(request, ...more);
  };
}
