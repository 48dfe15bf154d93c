import type { Context } from "hono";
import * as z from "zod";
import type { Env } from "../http/problem.ts";

const InLambda = z.object({ event: z.object({ path: z.string(), requestContext: z.object({ path: z.string() }) }) });

/**
 * Path under which the API is mounted for the client, such as a gateway's stage; usually empty. Links must contain it,
 * because clients resolve them against the origin and not against their base URL.
 */
export function getMountPath(c: Context<Env>): string {
  const found = InLambda.safeParse(c.env);
  if (found.success) {
    const { path, requestContext } = found.data.event;
    return requestContext.path.endsWith(path) ? requestContext.path.slice(0, -path.length) : "";
  }
  const prefix = c.req.header("x-forwarded-prefix") ?? "";
  return /^(\/[\w.~-]+){1,8}$/.test(prefix) ? prefix : "";
}
