import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { canonicalBytes } from "@pegbar/verify";
import { VisibleError } from "@pegbar/core/platform/error";
import * as Idempotency from "@pegbar/core/platform/idempotency";
import { hasBody, type Env } from "../http/problem.ts";
import { undoUnless } from "./undo.ts";

/**
 * Idempotency-Key for a request that creates. `kept`: the first answer is the answer to each repeat. `again`: the request
 * finds what it made before by itself, and must only be the same one.
 */
export const idempotent =
  (mode: "kept" | "again"): MiddlewareHandler<Env> =>
  async (c, next) => {
    const key = keyOf(c.req.header("idempotency-key"));
    if (key === undefined) return next();
    const body = hasBody(c.req) ? await c.req.json<unknown>() : null;
    const request = canonicalBytes({ method: c.req.method, path: c.req.path, query: new URL(c.req.url).search, body });
    const sha256 = createHash("sha256").update(request).digest("hex");
    if (mode === "again") {
      await Idempotency.same(key, sha256);
      return next();
    }
    let earlier: Idempotency.Answer | undefined;
    await undoUnless(async () => {
      earlier = await Idempotency.once(key, sha256, async () => {
        await next();
        if (c.res.status >= 400) return undefined;
        const location = c.res.headers.get("location");
        return { status: c.res.status, location, body: (await c.res.clone().json()) as unknown };
      });
      return earlier !== undefined || c.res.status < 400;
    });
    if (!earlier) return undefined;
    return c.json(earlier.body, earlier.status as 201, {
      "idempotency-replayed": "true",
      ...(earlier.location === null ? {} : { location: earlier.location }),
    });
  };

function keyOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = Idempotency.Key.safeParse(header);
  if (key.success) return key.data;
  const message = "An Idempotency-Key has 1 to 200 printable ASCII characters";
  const remedy = "A UUID serves well.";
  throw new VisibleError("invalid_request", `${message}. ${remedy}`, {
    errors: [{ code: "invalid_key", message, remedy, pointer: "/header/idempotency-key" }],
  });
}
