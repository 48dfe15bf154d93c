import type { HonoRequest, MiddlewareHandler } from "hono";
import { VisibleError, type ProblemDetail } from "@pegbar/core/platform/error";
import { findDuplicateName } from "../json/duplicate-name.ts";
import { hasBody, buildPointer, type Env } from "./problem.ts";

/** Maximum nesting depth, which is that of the record's canonical form. */
const MAX_DEPTH = 32;

/**
 * Rejects values that cannot be stored exactly, before other validation: PostgreSQL cannot store NUL, and the canonical
 * form of records excludes lone surrogates, infinite numbers and integers beyond 2^53.
 */
export const requireExactJson: MiddlewareHandler<Env> = async (c, next) => {
  if (/%00/.test(c.req.url)) {
    throw new VisibleError("invalid_request", "The URL contains a NUL character. Remove it.");
  }
  if (hasBody(c.req)) {
    const text = await readText(c.req);
    const body = parse(text);
    const problem = findInexact(body, []) ?? findDuplicate(text);
    if (problem) {
      throw new VisibleError("invalid_request", `${problem.pointer}: ${problem.message}. ${problem.remedy}`, {
        errors: [problem],
      });
    }
    // Handlers that read the body later get the checked value.
    c.req.bodyCache.json = Promise.resolve(body);
  }
  await next();
};

const utf8 = new TextDecoder("utf-8", { fatal: true });

async function readText(request: HonoRequest): Promise<string> {
  const bytes = await request.arrayBuffer();
  try {
    return utf8.decode(bytes);
  } catch {
    throw new VisibleError("invalid_json", "The body is not UTF-8. Send well-formed UTF-8.");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new VisibleError("invalid_json", "Send a body that is well-formed JSON.");
  }
}

/** `JSON.parse` silently keeps the last of two values with the same name. */
function findDuplicate(text: string): Found | undefined {
  const path = findDuplicateName(text);
  if (!path) return undefined;
  const [message, remedy] = ["An object has the same name twice", "Send each name once."];
  return { code: "duplicate_name", message, remedy, pointer: buildPointer(path) };
}

type Found = ProblemDetail & { pointer: string };

function findInexact(value: unknown, path: readonly string[]): Found | undefined {
  const createDetail = (code: string, message: string, remedy: string) => ({
    code,
    message,
    remedy,
    pointer: buildPointer(path),
  });
  if (typeof value === "string") {
    if (value.includes("\0")) return createDetail("nul_character", "The text contains a NUL character", "Remove it.");
    if (value.isWellFormed()) return undefined;
    return createDetail("lone_surrogate", "The text contains half of a surrogate pair", "Send well-formed Unicode.");
  }
  if (typeof value === "number") {
    if (Number.isFinite(value) && !(Number.isInteger(value) && !Number.isSafeInteger(value))) return undefined;
    return createDetail("number_inexact", "The number cannot be kept exactly", "Use whole numbers within ±(2^53 - 1).");
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (path.length >= MAX_DEPTH)
    return createDetail("too_deep", `Nested deeper than ${MAX_DEPTH}`, "Send a flatter value.");
  for (const [name, item] of Object.entries(value)) {
    const place = [...path, name.toWellFormed().replaceAll("\0", "\uFFFD")];
    if (name === "__proto__" || name.includes("\0") || !name.isWellFormed()) {
      return {
        ...createDetail("name_unusable", "This name cannot be used", "Choose another name."),
        pointer: buildPointer(place),
      };
    }
    const problem = findInexact(item, place);
    if (problem) return problem;
  }
  return undefined;
}

/** Replaces characters that cannot be stored, in all strings, so that a node's message cannot keep its job running. */
export function toStorable<T>(value: T): T {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "\uFFFD") as T;
  if (Array.isArray(value)) return value.map((item) => toStorable(item as unknown)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toStorable(item as unknown)])) as T;
}
