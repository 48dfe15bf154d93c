import type { HonoRequest, MiddlewareHandler } from "hono";
import { VisibleError, type ProblemDetail } from "@pegbar/core/platform/error";
import { parseExactJson } from "@pegbar/comfyui/python-json";
import { countNames } from "../json/count-names.ts";
import { hasBody, buildPointer, type Env } from "./problem.ts";

/** Maximum nesting depth, which is that of the record's canonical form. */
const MAX_DEPTH = 32;

/**
 * Rejects values that cannot be stored exactly, before other validation: PostgreSQL cannot store NUL, and the canonical
 * form of records excludes lone surrogates, infinite numbers and integers beyond 2^53. In graphs and parameters, such an
 * integer becomes a text of its digits, which ComfyUI takes for any number: seeds go up to 2^64 - 1.
 */
export const requireExactJson: MiddlewareHandler<Env> = async (c, next) => {
  if (/%00/.test(c.req.url)) {
    throw new VisibleError("invalid_request", "The URL contains a NUL character. Remove it.");
  }
  if (hasBody(c.req)) {
    const text = await readText(c.req);
    const body = parse(text);
    const walk: Walk = { path: [], names: 0 };
    const problem =
      findInexact(body, readDigits(text, body), walk) ??
      // Each name of the text is in the parsed value, unless one replaced another.
      (walk.names === countNames(text) ? undefined : await findDuplicate(text));
    if (problem) {
      throw new VisibleError("invalid_request", `${problem.pointer}: ${problem.message}. ${problem.remedy}`, {
        errors: [problem],
      });
    }
    // Handlers get the checked value. Hono itself would parse the bytes again, through a Response.
    c.req.json = <T>() => Promise.resolve(body as T);
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

/** The same body with integers beyond 2^53 as texts of their digits. */
const readDigits = (text: string, body: unknown): unknown => (/\d{16}/.test(text) ? parseExactJson(text) : body);

/** Whether a place of the body is a value for ComfyUI. */
const isForComfyUI = (path: Path): boolean =>
  path.includes("graph") ||
  // The Comfy API names the graph so.
  (path[0] === "workflow" && path.length > 1) ||
  path.includes("parameters") ||
  (path.includes("form") && path.at(-1) === "default");

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new VisibleError("invalid_json", "Send a body that is well-formed JSON.");
  }
}

/** `JSON.parse` silently keeps the last of two values with the same name. */
async function findDuplicate(text: string): Promise<Found | undefined> {
  const { findDuplicateName } = await import("../json/duplicate-name.ts");
  const path = findDuplicateName(text);
  if (!path) return undefined;
  const [message, remedy] = ["An object has the same name twice", "Send each name once."];
  return { code: "duplicate_name", message, remedy, pointer: buildPointer(path) };
}

type Found = ProblemDetail & { pointer: string };

type Path = readonly (string | number)[];

/** The walk through a body. */
interface Walk {
  /** Names of the objects and lists around the current value. */
  readonly path: (string | number)[];
  /** Number of names of objects so far. */
  names: number;
}

/**
 * Finds the first value that cannot be stored exactly.
 * @param exact the same value with integers beyond 2^53 as texts, which replace them in place where ComfyUI reads them
 */
function findInexact(value: unknown, exact: unknown, walk: Walk): Found | undefined {
  const { path } = walk;
  if (typeof value === "string") return findInexactText(value, path);
  if (typeof value === "number") {
    if (Number.isFinite(value) && !(Number.isInteger(value) && !Number.isSafeInteger(value))) return undefined;
    return createDetail(
      path,
      "number_inexact",
      "The number cannot be kept exactly",
      "Use whole numbers within ±(2^53 - 1).",
    );
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (path.length >= MAX_DEPTH)
    return createDetail(path, "too_deep", `Nested deeper than ${MAX_DEPTH}`, "Send a flatter value.");
  if (Array.isArray(value)) return findInexactItem(value, exact as unknown[], walk);
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    walk.names++;
    path.push(name);
    const problem = findUnusableName(name, path) ?? checkItem(value, name, exact, walk);
    if (problem) return problem;
    path.pop();
  }
  return undefined;
}

function findInexactItem(list: unknown[], exact: unknown[], walk: Walk): Found | undefined {
  for (let index = 0; index < list.length; index++) {
    walk.path.push(index);
    const problem = checkItem(list, index, exact, walk);
    if (problem) return problem;
    walk.path.pop();
  }
  return undefined;
}

function checkItem(container: object, name: string | number, exact: unknown, walk: Walk): Found | undefined {
  const values = container as Record<string | number, unknown>;
  const digits = (exact as Record<string | number, unknown>)[name];
  if (typeof values[name] !== "number" || typeof digits !== "string" || !isForComfyUI(walk.path))
    return findInexact(values[name], digits, walk);
  values[name] = digits;
  return undefined;
}

function findInexactText(text: string, path: Path): Found | undefined {
  if (text.includes("\0"))
    return createDetail(path, "nul_character", "The text contains a NUL character", "Remove it.");
  if (text.isWellFormed()) return undefined;
  return createDetail(
    path,
    "lone_surrogate",
    "The text contains half of a surrogate pair",
    "Send well-formed Unicode.",
  );
}

function findUnusableName(name: string, path: Path): Found | undefined {
  if (name !== "__proto__" && !name.includes("\0") && name.isWellFormed()) return undefined;
  return createDetail(path, "name_unusable", "This name cannot be used", "Choose another name.");
}

const createDetail = (path: Path, code: string, message: string, remedy: string): Found => ({
  code,
  message,
  remedy,
  pointer: buildPointer(path.map((name) => String(name).toWellFormed().replaceAll("\0", "\uFFFD"))),
});

/** Replaces characters that cannot be stored, in all strings, so that a node's message cannot keep its job running. */
export function toStorable<T>(value: T): T {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "\uFFFD") as T;
  if (Array.isArray(value)) return value.map((item) => toStorable(item as unknown)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toStorable(item as unknown)])) as T;
}
