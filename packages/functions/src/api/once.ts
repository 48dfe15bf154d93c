import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { encodeCanonical } from "@pegbar/verify";
import { VisibleError } from "@pegbar/core/platform/error";
import * as Idempotency from "@pegbar/core/platform/idempotency";
import { hasBody, type Env } from "../http/problem.ts";
import { undoUnless } from "./undo.ts";

export type IdempotencyMode = "kept" | "again" | "own";

/** Header of an answer to a repeated request. */
export const REPLAYED = "idempotency-replayed";

/**
 * Idempotency-Key for a request that creates something. `kept`: the first answer is stored, and returned for each
 * repeat. `again`: the request finds by itself what it created before. `own`: the domain stores the key with what it
 * creates, and the handler passes it on.
 */
export const runOnce =
  (mode: IdempotencyMode): MiddlewareHandler<Env> =>
  async (c, next) => {
    const key = readIdempotencyKey(c.req.header("idempotency-key"));
    if (key === undefined || mode === "own") return next();
    const body = hasBody(c.req) ? await c.req.json<unknown>() : null;
    const request = encodeCanonical({ method: c.req.method, path: c.req.path, query: new URL(c.req.url).search, body });
    const sha256 = createHash("sha256").update(request).digest("hex");
    if (mode === "again") {
      await Idempotency.assertSameRequest(key, sha256);
      return next();
    }
    let earlier: Idempotency.Answer | undefined;
    await undoUnless(async () => {
      earlier = await Idempotency.runOnce(key, sha256, async () => {
        await next();
        if (c.res.status >= 400) return undefined;
        const location = c.res.headers.get("location");
        return { status: c.res.status, location, body: (await c.res.clone().json()) as unknown };
      });
      return earlier !== undefined || c.res.status < 400;
    });
    if (!earlier) return undefined;
    return c.json(earlier.body, earlier.status as 201, {
      [REPLAYED]: "true",
      ...(earlier.location === null ? {} : { location: earlier.location }),
    });
  };

/** The key of a request, if it has one. Throws `invalid_request` for a malformed one. */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = Idempotency.Key.safeParse(header);
  if (key.success) return key.data;
  const message = "An Idempotency-Key has 1 to 255 printable ASCII characters";
  const remedy = "Use a UUID.";
  throw new VisibleError("invalid_request", `${message}. ${remedy}`, {
    errors: [{ code: "invalid_key", message, remedy, pointer: "/header/idempotency-key" }],
  });
}
