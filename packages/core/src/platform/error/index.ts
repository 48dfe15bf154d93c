import { limitDetail, limitErrors, quote } from "./limits.ts";

/** All error codes with their status and title. A code never changes its meaning. */
export const problems = {
  invalid_request: [400, "Invalid request"],
  invalid_json: [400, "Invalid JSON"],
  unauthenticated: [401, "Authentication required"],
  forbidden: [403, "Permission denied"],
  not_found: [404, "Not found"],
  method_not_allowed: [405, "Method not allowed"],
  last_admin: [409, "A studio needs at least one admin"],
  conflict: [409, "Not possible in the current state"],
  cursor_invalid: [400, "Invalid cursor"],
  tenant_ambiguous: [400, "You belong to several studios"],
  invitation_pending: [403, "Accept your invitation first"],
  already_exists: [409, "Already exists"],
  lease_lost: [409, "The lease has ended"],
  image_mismatch: [409, "Wrong worker image"],
  nonce_unknown: [403, "Unknown dispatch ticket"],
  certificate_pending: [409, "The certificate is not ready yet"],
  precondition_failed: [412, "Changed since it was read"],
  link_ended: [410, "The link has ended"],
  too_large: [413, "Too large"],
  quota_exceeded: [409, "Quota exceeded"],
  model_refused: [422, "Model file refused"],
  raw_graphs_not_allowed: [403, "Raw graphs are not allowed"],
  workflow_retired: [409, "Workflow retired"],
  form_invalid: [422, "Form does not match the graph"],
  unsupported_media_type: [415, "Unsupported content type"],
  idempotency_key_reused: [422, "Idempotency-Key used for another request"],
  input_hash_mismatch: [422, "SHA-256 does not match"],
  input_size_mismatch: [422, "Size does not match"],
  input_type_not_supported: [422, "File type not supported"],
  input_damaged: [422, "File damaged"],
  input_too_large: [422, "File too large for its type"],
  input_dimensions_too_large: [422, "Image dimensions too large"],
  input_too_many_channels: [422, "Too many channels"],
  input_too_long: [422, "Audio too long"],
  input_missing: [422, "File not uploaded"],
  input_not_verified: [422, "Input not verified"],
  parameters_invalid: [422, "Invalid parameters"],
  graph_invalid: [422, "Invalid graph"],
  model_not_cleared: [422, "Model not allowed"],
  too_many_requests: [429, "Too many requests"],
  webhook_url_refused: [422, "Webhook URL refused"],
  internal: [500, "Internal error"],
  unavailable: [503, "Temporarily unavailable"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

/** One error of a request: where (JSON pointer, or node and input of a graph), what, and what to do. */
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

/** One limit that a request would exceed, in the units of the quota API. */
export interface QuotaShortage {
  scope: "tenant" | "show" | "member";
  subjectId: string;
  meter: string;
  limit: number;
  used: number;
  reserved: number;
  needed: number;
  /** When the limit renews; null if it does not. */
  renewsAt: string | null;
}

/** An error whose text is shown to the client. All other errors become an opaque `internal`. */
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

/** RFC 9457 body of any error. Errors that are not a {@link VisibleError} reveal nothing internal. */
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

/** A 422 always has at least one entry in `errors`. Without a specific one, the message and remedy form it. */
function withEntry({ code, message, errors }: VisibleError): readonly ProblemDetail[] {
  if (errors.length > 0) return errors;
  const [, what = message, remedy = message] = /^(.+?)\. (.+)$/s.exec(message) ?? [];
  return [{ code, message: what, remedy }];
}

/** 404 for what does not exist and for what belongs to another studio, which must look the same. */
export function createNotFoundError(what: string, id: string): VisibleError {
  return new VisibleError("not_found", `No ${what} ${quote(id)} that you may see. Check the id and the studio.`);
}
