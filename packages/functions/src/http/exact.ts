import type { MiddlewareHandler } from "hono";
import { VisibleError, type ProblemDetail } from "@pegbar/core/error.ts";
import { hasBody, pointerOf, type Env } from "./problem.ts";

/** As deep as the record's canonical form may be. */
const MAX_DEPTH = 32;

/**
 * Refuses what could not be kept exactly, before any rule sees it: PostgreSQL stores no NUL, and the canonical form of
 * the record knows no lone surrogates, no infinite numbers and no integers beyond 2^53.
 */
export const exact: MiddlewareHandler<Env> = async (c, next) => {
  if (/%00/.test(c.req.url)) {
    throw new VisibleError("invalid_request", "The address holds a NUL character. Leave it out.");
  }
  if (hasBody(c.req)) {
    const body = await c.req.json<unknown>().catch(() => {
      throw new VisibleError("invalid_json", "Send a body that is well-formed JSON.");
    });
    const problem = inexact(body, []);
    if (problem) {
      throw new VisibleError("invalid_request", `${problem.pointer}: ${problem.message}. ${problem.remedy}`, {
        errors: [problem],
      });
    }
  }
  await next();
};

type Found = ProblemDetail & { pointer: string };

function inexact(value: unknown, path: readonly string[]): Found | undefined {
  const found = (code: string, message: string, remedy: string) => ({
    code,
    message,
    remedy,
    pointer: pointerOf(path),
  });
  if (typeof value === "string") {
    if (value.includes("\0")) return found("nul_character", "The text holds a NUL character", "Leave it out.");
    if (value.isWellFormed()) return undefined;
    return found("lone_surrogate", "The text holds half of a surrogate pair", "Send well-formed Unicode.");
  }
  if (typeof value === "number") {
    if (Number.isFinite(value) && !(Number.isInteger(value) && !Number.isSafeInteger(value))) return undefined;
    return found("number_inexact", "The number cannot be kept exactly", "Use whole numbers within ±(2^53 - 1).");
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (path.length >= MAX_DEPTH) return found("too_deep", `Nested deeper than ${MAX_DEPTH}`, "Send a flatter value.");
  for (const [name, item] of Object.entries(value)) {
    const place = [...path, name.toWellFormed().replaceAll("\0", "\uFFFD")];
    if (name === "__proto__" || name.includes("\0") || !name.isWellFormed()) {
      return {
        ...found("name_unusable", "This name cannot be used", "Choose another name."),
        pointer: pointerOf(place),
      };
    }
    const problem = inexact(item, place);
    if (problem) return problem;
  }
  return undefined;
}

/** The same value with every text made fit to be kept: what a node said must not keep its job from ending. */
export function storable<T>(value: T): T {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "\uFFFD") as T;
  if (Array.isArray(value)) return value.map((item) => storable(item as unknown)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, storable(item as unknown)])) as T;
}
