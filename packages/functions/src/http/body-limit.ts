import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { VisibleError } from "@pegbar/core/platform/error";
import { hasBody, type Env } from "./problem.ts";

/**
 * Rejects bodies of more than `maxBytes`. Hono's own middleware reads the body of every request, for which
 * @hono/node-server (2.1.9) creates a whole Request with a stream, which costs as much as a query. A body with a declared
 * length does not need it, because HTTP limits the body to that length.
 * @throws VisibleError too_large
 */
export function limitBody(maxBytes: number): MiddlewareHandler<Env> {
  const refuse = (): never => {
    throw new VisibleError("too_large", `Send at most ${maxBytes} bytes.`);
  };
  const limitStream = bodyLimit({ maxSize: maxBytes, onError: refuse });
  return (c, next) => {
    if (!hasBody(c.req)) return next();
    if (c.req.header("transfer-encoding") !== undefined) return limitStream(c, next);
    return Number(c.req.header("content-length")) > maxBytes ? refuse() : next();
  };
}
