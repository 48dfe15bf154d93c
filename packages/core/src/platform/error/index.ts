import { limitDetail, limitErrors, quote } from "./limits.ts";

/** Every way in which Pegbar refuses, once: code → status and title. Codes never change their meaning. */
export const problems = {
  invalid_request: [400, "The request does not fit this operation"],
  invalid_json: [400, "The body is not JSON"],
  unauthenticated: [401, "Sign in first"],
  forbidden: [403, "Your role does not allow this"],
  not_found: [404, "There is no such thing here"],
  method_not_allowed: [405, "This address does not do that"],
  last_admin: [409, "A studio keeps at least one admin"],
  conflict: [409, "This is not possible in the present state"],
  cursor_invalid: [400, "This cursor does not belong here"],
  tenant_ambiguous: [400, "You belong to several studios"],
  invitation_pending: [403, "Accept your invitation first"],
  already_exists: [409, "This exists already"],
  lease_lost: [409, "Another worker has the job"],
  image_mismatch: [409, "This worker's nodes are not the expected ones"],
  nonce_unknown: [403, "This message is not ours"],
  certificate_pending: [409, "The record is being written"],
  precondition_failed: [412, "It has been changed meanwhile"],
  too_large: [413, "Too large"],
  quota_exceeded: [409, "A limit leaves no room for this"],
  model_refused: [422, "The file is not a model that may be used"],
  raw_graphs_not_allowed: [403, "This studio runs published workflows only"],
  workflow_retired: [409, "This workflow is out of use"],
  form_invalid: [422, "The form does not fit the graph"],
  unsupported_media_type: [415, "This content type is not accepted"],
  idempotency_key_reused: [422, "This Idempotency-Key belongs to another request"],
  input_hash_mismatch: [422, "The file is not the one announced"],
  input_size_mismatch: [422, "The file is not as long as announced"],
  input_not_a_picture: [422, "The file is not a picture"],
  input_dimensions_too_large: [422, "The picture is too large"],
  input_missing: [422, "The file has not been uploaded"],
  input_not_verified: [422, "The input has not been verified yet"],
  parameters_invalid: [422, "Parameters do not fit the workflow"],
  graph_invalid: [422, "The graph cannot run"],
  model_not_cleared: [422, "A model may not be used here"],
  too_many_requests: [429, "Too many requests"],
  webhook_url_refused: [422, "This address may not be called"],
  internal: [500, "Something went wrong on our side"],
  unavailable: [503, "Not available right now"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong with a request: where (JSON pointer, or node and input of a graph), what, and what to do. */
export interface ProblemDetail {
  code: string;
  message: string;
  remedy: string;
  pointer?: string;
  node?: string;
  classType?: string;
  title?: string;
  input?: string;
}

/** One limit that a request would pass, in the units of the quota API. */
export interface QuotaShortage {
  scope: "tenant" | "show" | "member";
  subjectId: string;
  meter: string;
  limit: number;
  used: number;
  reserved: number;
  needed: number;
  /** When the limit begins anew; null for what does not renew. */
  renewsAt: string | null;
}

/** An error whose text may be shown to whoever asked. Everything else becomes an opaque `internal`. */
export class VisibleError extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly ProblemDetail[];
  readonly retryAfterSeconds: number | undefined;
  readonly quota: readonly QuotaShortage[] | undefined;

  constructor(
    code: ProblemCode,
    message: string,
    options: { errors?: ProblemDetail[]; retryAfterSeconds?: number; quota?: QuotaShortage[] } = {},
  ) {
    super(message);
    this.name = "VisibleError";
    this.code = code;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.quota = options.quota;
  }

  get status(): number {
    return problems[this.code][0];
  }
}

/** RFC 9457 body of any error. What is not a {@link VisibleError} says nothing of the inside. */
export function toProblem(error: unknown, requestId: string) {
  const visible =
    error instanceof VisibleError ? error : new VisibleError("internal", `Tell us the request id ${requestId}.`);
  const [status, title] = problems[visible.code];
  const { errors, omitted } = limitErrors(status === 422 ? withEntry(visible) : visible.errors);
  return {
    type: `https://pegbar.example/problems/${visible.code}`,
    title,
    status,
    code: visible.code,
    detail: limitDetail(visible.message, omitted),
    requestId,
    errors,
    ...(visible.quota ? { quota: visible.quota } : {}),
  };
}

/** No 422 without an entry that a client can show: where the rule gives none, its two sentences are one. */
function withEntry({ code, message, errors }: VisibleError): readonly ProblemDetail[] {
  if (errors.length > 0) return errors;
  const [, what = message, remedy = message] = /^(.+?)\. (.+)$/s.exec(message) ?? [];
  return [{ code, message: what, remedy }];
}

/** 404 for what does not exist and for what is another studio's: the two must not be told apart. */
export function notFound(what: string, id: string): VisibleError {
  return new VisibleError("not_found", `No ${what} ${quote(id)} that you may see. Check the id and the studio.`);
}
