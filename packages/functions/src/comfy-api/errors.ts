import type { ContentfulStatusCode } from "hono/utils/http-status";
import { VisibleError, type ProblemCode, type ProblemDetail } from "@pegbar/core/platform/error";
import { limitDetail, limitErrors } from "@pegbar/core/platform/error/limits.ts";
import type { AnswerError } from "../http/problem.ts";

/** Error codes of the Comfy API v2 that have no counterpart in Pegbar's own API, with their status. */
const ownCodes = {
  workflow_format_ui: 422,
  missing_asset: 422,
  hash_mismatch: 409,
  blob_not_found: 404,
  output_unavailable: 404,
  metadata_invalid: 422,
  invalid_metadata_filter: 400,
  too_many_streams: 429,
  payload_too_large: 413,
  queue_full: 429,
  not_supported: 422,
} as const;

/** An error of the Comfy API v2 whose text is shown to the client. */
export class ComfyError extends Error {
  readonly code: keyof typeof ownCodes;
  readonly details: Record<string, unknown> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: keyof typeof ownCodes,
    message: string,
    { details, retryAfterSeconds }: { details?: Record<string, unknown>; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.name = "ComfyError";
    this.code = code;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

type Answered = readonly [status: number, code: string];

/** Pegbar's codes that the Comfy API v2 names otherwise. The others keep their status and code. */
const renamed: Partial<Record<ProblemCode, Answered>> = {
  invalid_json: [400, "invalid_request"],
  tenant_ambiguous: [400, "invalid_request"],
  cursor_invalid: [400, "invalid_cursor"],
  unauthenticated: [401, "unauthorized"],
  invitation_pending: [403, "forbidden"],
  raw_graphs_not_allowed: [403, "forbidden"],
  too_large: [413, "payload_too_large"],
  input_hash_mismatch: [409, "hash_mismatch"],
  idempotency_key_reused: [422, "idempotency_key_reuse"],
  graph_invalid: [422, "invalid_workflow"],
  parameters_invalid: [422, "invalid_workflow"],
  model_not_cleared: [422, "invalid_workflow"],
  input_not_verified: [422, "missing_asset"],
  workflow_retired: [422, "metadata_invalid"],
  internal: [500, "internal_error"],
};

/** Seconds after which a job limit may have room again. */
const QUEUE_RETRY_SECONDS = 5;

/**
 * The status and code of an error. Clients retry 429 for about a minute, which helps while other jobs start; a limit
 * of the month or of storage is 402, because waiting does not help.
 */
function toAnswered({ code, status, quota, retryAfterSeconds }: VisibleError): [...Answered, number | undefined] {
  if (code === "quota_exceeded")
    return quota?.every(({ meter }) => meter === "waitingJobs")
      ? [429, "queue_full", QUEUE_RETRY_SECONDS]
      : [402, "insufficient_credits", undefined];
  return [...(renamed[code] ?? [status, code]), retryAfterSeconds];
}

/** Errors of a graph by node, as the Comfy API v2 lists them. */
function groupByNode(errors: readonly ProblemDetail[]): Record<string, unknown> | undefined {
  const ofNodes = errors.filter(({ node }) => node !== undefined);
  if (ofNodes.length === 0) return undefined;
  const groups = Map.groupBy(ofNodes, ({ node }) => node ?? "");
  return Object.fromEntries(
    [...groups].map(([node, found]) => [
      node,
      found.map(({ input, code, message, remedy, classType }) => ({
        field: input ?? null,
        reason: code,
        message,
        remedy,
        ...(classType === undefined ? {} : { class_type: classType }),
      })),
    ]),
  );
}

function toDetails(errors: readonly ProblemDetail[], quota: VisibleError["quota"]) {
  const nodes = groupByNode(errors);
  return {
    ...(nodes ? { node_errors: nodes } : {}),
    ...(errors.length > 0 ? { errors } : {}),
    ...(quota ? { quota } : {}),
  };
}

/** Answers an error in the form of the Comfy API v2: `{error: {code, message, details}}`. */
export const answerError: AnswerError = (c, error) => {
  if (error instanceof ComfyError) {
    if (error.retryAfterSeconds !== undefined) c.header("retry-after", String(error.retryAfterSeconds));
    const { code, message, details = null } = error;
    return c.json({ error: { code, message, details } }, ownCodes[code]);
  }
  const visible =
    error instanceof VisibleError
      ? error
      : new VisibleError("internal", `Tell us the request id ${c.get("requestId")}.`);
  const [status, code, retryAfter] = toAnswered(visible);
  const { errors, omitted } = limitErrors(visible.errors);
  if (retryAfter !== undefined) c.header("retry-after", String(retryAfter));
  if (status === 401) c.header("www-authenticate", "Bearer");
  const details = toDetails(errors, visible.quota);
  return c.json(
    {
      error: {
        code,
        message: limitDetail(visible.message, omitted),
        details: Object.keys(details).length > 0 ? details : null,
      },
    },
    status as ContentfulStatusCode,
  );
};
