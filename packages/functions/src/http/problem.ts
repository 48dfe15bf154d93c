import type { Context, ErrorHandler, Hono, HonoRequest, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { matchedRoutes } from "hono/route";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as z from "zod";
import { problems, toProblem, VisibleError, type ProblemDetail } from "@pegbar/core/platform/error";
import { clip } from "@pegbar/core/platform/error/limits.ts";
import type { ProcessPorts } from "@pegbar/core/platform/port";

/** Context variables of every request. */
export interface Env {
  Variables: {
    requestId: string;
    /** W3C `traceparent` of the request's span, or of the caller's; undefined without either. */
    traceparent: string | undefined;
    /** Tenant of the lease whose token was sent; only in the Work API. */
    leaseTenantId: string;
  };
}

/** Writes the response to an error, which is hidden unless it is a {@link VisibleError}. */
export type AnswerError = (c: Context<Env>, error: unknown) => Response;

/** Returns a response for an error, by default by RFC 9457; internal errors are logged and hidden. */
export const onError =
  ({ log, metrics }: Pick<ProcessPorts, "log" | "metrics">, answer: AnswerError = answerProblem): ErrorHandler<Env> =>
  (thrown, c) => {
    const error = asVisible(thrown);
    if (error instanceof VisibleError)
      for (const { meter, scope } of error.quota ?? []) metrics.count("pegbar_quota_refusals_total", { meter, scope });
    if (!(error instanceof VisibleError) && isDisconnected(c, thrown)) {
      log("info", "client disconnected", { requestId: c.get("requestId"), method: c.req.method, route: getRoute(c) });
      return answer(
        c,
        new VisibleError("invalid_request", "The connection was closed before the request was complete."),
      );
    }
    if (!(error instanceof VisibleError)) {
      log("error", "unexpected error", {
        requestId: c.get("requestId"),
        method: c.req.method,
        route: getRoute(c),
        error: thrown,
      });
    }
    return answer(c, error);
  };

/** Path of the route that answers a request, with the names of its parameters in place of their values. */
export const getRoute = (c: Context<Env>): string =>
  matchedRoutes(c).findLast((one) => one.method !== "ALL")?.path ?? "unmatched";

/** Whether the error means that the client closed its connection. */
const isDisconnected = (c: Context<Env>, thrown: unknown): boolean =>
  c.req.raw.signal.aborted ||
  (thrown instanceof Error &&
    (thrown.name === "AbortError" ||
      ("code" in thrown && thrown.code === "ECONNRESET" && thrown.message === "aborted")));

/** Methods of the routes of a path, in order; empty for an unknown path. */
export const listMethods = (app: Pick<Hono<Env>, "routes">, address: string): string[] => [
  ...new Set(
    app.routes
      .filter(({ path, method }) => method !== "ALL" && isMatch(path, address))
      .flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]))
      .toSorted(),
  ),
];

/** Returns 404, or 405 if the path exists with another method. */
export const onNotFound =
  (app: Pick<Hono<Env>, "routes">, answer: AnswerError = answerProblem): NotFoundHandler<Env> =>
  (c) => {
    const allowed = listMethods(app, c.req.path);
    const address = clip(c.req.path, 200);
    if (allowed.length === 0)
      return answer(c, new VisibleError("not_found", `Not found: ${address}. See /v1/openapi.json.`));
    const methods = allowed.join(", ");
    c.header("allow", methods);
    return answer(
      c,
      new VisibleError(
        "method_not_allowed",
        `Method not allowed: ${address} supports ${methods}. See /v1/openapi.json.`,
      ),
    );
  };

const isMatch = (route: string, path: string): boolean => {
  const parts = route.split("/");
  const given = path.split("/");
  return parts.length === given.length && parts.every((part, at) => isPartMatch(part, given[at] ?? ""));
};

/** Matches a literal part, or `:name` and `:name{pattern}`, which do not match an empty part. */
function isPartMatch(part: string, given: string): boolean {
  if (!part.startsWith(":")) return part === given;
  const [, pattern] = /\{(.+)\}$/.exec(part) ?? [];
  return given !== "" && (pattern === undefined || new RegExp(`^(?:${pattern})$`).test(given));
}

/** Creates the error for a request that does not match its schema; for zod-openapi. */
export const onInvalid = (result: { success: boolean; error?: unknown; target?: string }): void => {
  if (result.success) return;
  if (result.error instanceof z.core.$ZodError) throw createInvalidRequestError(result.error, result.target ?? "json");
  throw new VisibleError("invalid_request", "The request does not match this operation. See /v1/openapi.json.");
};

function createInvalidRequestError(error: z.core.$ZodError, target: string): VisibleError {
  const errors = error.issues
    .flatMap((issue) => describeIssue(issue, target === "json" ? [] : [target]))
    .map(({ code, message, path }): ProblemDetail & { pointer: string } => ({
      code,
      message,
      remedy: "Compare the request with /v1/openapi.json.",
      pointer: buildPointer(path),
    }));
  const [first] = errors;
  const detail = first ? [first.pointer, first.message].filter(Boolean).join(": ") : "Invalid.";
  return new VisibleError("invalid_request", detail, { errors });
}

/** Lists errors with their location. For a union, lists the errors of the best matching alternative. */
function describeIssue(
  issue: z.core.$ZodIssue,
  at: readonly PropertyKey[],
): { code: string; message: string; path: readonly PropertyKey[] }[] {
  const path = [...at, ...issue.path];
  if (issue.code === "invalid_union") {
    const [best] = issue.errors.toSorted((a, b) => a.length - b.length);
    if (best && best.length > 0) return best.flatMap((inner) => describeIssue(inner, path));
  }
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ code: issue.code, message: "Unknown field", path: [...path, key] }));
  }
  return [{ code: issue.code, message: issue.message, path }];
}

/** Builds an RFC 6901 pointer; names longer than 200 characters are truncated. */
export const buildPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${clip(String(part), 200).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** Whether a request has a body, with or without a declared length. GET and HEAD have none. */
export const hasBody = (request: Pick<HonoRequest, "method"> & { header(name: string): string | undefined }): boolean =>
  request.method !== "GET" &&
  request.method !== "HEAD" &&
  (Number(request.header("content-length") ?? 0) > 0 || request.header("transfer-encoding") !== undefined);

function asVisible(error: unknown): unknown {
  if (error instanceof VisibleError) return error;
  if (error instanceof z.core.$ZodError) return createInvalidRequestError(error, "json");
  if (!(error instanceof HTTPException)) return error;
  if (error.status === 400) return new VisibleError("invalid_json", "Send a body that is well-formed JSON.");
  if (error.status === 413) return new VisibleError("too_large", "Send a smaller body.");
  if (error.status === 415) return new VisibleError("unsupported_media_type", "Send application/json.");
  // Other errors of the framework are caused by the request, except its 5xx.
  if (error.status < 500)
    return new VisibleError("invalid_request", "The request could not be parsed. See /v1/openapi.json.");
  return error;
}

function answerProblem(c: Context<Env>, error: unknown): Response {
  const problem = toProblem(error, c.get("requestId"));
  c.header("content-type", "application/problem+json");
  if (error instanceof VisibleError && error.retryAfterSeconds !== undefined) {
    c.header("retry-after", String(error.retryAfterSeconds));
  }
  if (problem.status === 401) c.header("www-authenticate", "Bearer");
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode);
}

/** Schema of an error body, for the OpenAPI document. */
export const Problem = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(
      z.object({
        code: z.string(),
        message: z.string(),
        remedy: z.string(),
        pointer: z.string().optional(),
        node: z.string().optional(),
        classType: z.string().optional(),
        title: z.string().optional(),
        input: z.string().optional(),
      }),
    ),
    /** With `quota_exceeded`: all limits that the request would exceed. */
    quota: z
      .array(
        z.object({
          scope: z.enum(["tenant", "show", "member"]),
          subjectId: z.string(),
          meter: z.string(),
          limit: z.number(),
          used: z.number(),
          reserved: z.number(),
          needed: z.number(),
          renewsAt: z.iso.datetime().nullable(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem" });

/** Creates the schema of an error body for one status, with its possible codes. */
export function createProblemSchema(status: number): z.ZodType {
  const known = described.get(status);
  if (known) return known;
  const codes = Object.entries(problems).flatMap(([code, [own]]) => (own === status ? [code] : []));
  const schema = Problem.extend({ status: z.literal(status), code: z.enum(codes) }).meta({ id: `Problem${status}` });
  described.set(status, schema);
  return schema;
}
const described = new Map<number, z.ZodType>();
