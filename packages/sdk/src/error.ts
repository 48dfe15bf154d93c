import type { components } from "./schema.ts";

type Schemas = components["schemas"];
type Problem = Schemas[Extract<keyof Schemas, `Problem${number}`>];

/** Error codes of the API when this client was generated. */
export type ApiCode = Problem["code"];

/** An error of a request: where it is, what is wrong, and what to do. */
export type ProblemDetail = Problem["errors"][number];
/** A limit without enough room. */
export type QuotaShortage = NonNullable<Problem["quota"]>[number];

/**
 * Codes of this client, in addition to those of the API: `network` no response; `unexpected_answer` the response is not
 * the API's; `file_hash_mismatch` a download has another SHA-256 than the API says; `file_refused` the storage refused
 * a file; `file_unreadable` a file could not be read completely; `sequence_invalid` files are no image sequence.
 */
export type ClientCode =
  | "network"
  | "unexpected_answer"
  | "file_hash_mismatch"
  | "file_refused"
  | "file_unreadable"
  | "sequence_invalid"
  | "rendition_failed";

interface Details {
  code: string;
  status?: number;
  requestId?: string | undefined;
  errors?: readonly ProblemDetail[];
  quota?: readonly QuotaShortage[] | undefined;
  retryAfter?: number | undefined;
  cause?: unknown;
}

/**
 * An error of the API or of the connection to it. `code` never changes its meaning: use it instead of the text.
 *
 * @example
 * if (error instanceof PegbarError && error.code === "quota_exceeded") console.log(error.quota);
 */
export class PegbarError extends Error {
  /** Error code. A newer API may have more codes. */
  readonly code: ApiCode | ClientCode | (string & {});
  /** HTTP status; 0 without a response. */
  readonly status: number;
  /** Request id, for support by the platform's operator. */
  readonly requestId: string | undefined;
  readonly errors: readonly ProblemDetail[];
  /** With `quota_exceeded`: every limit without enough room. */
  readonly quota: readonly QuotaShortage[] | undefined;
  /** Seconds to wait before a retry. */
  readonly retryAfter: number | undefined;

  constructor(message: string, details: Details) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "PegbarError";
    this.code = details.code;
    this.status = details.status ?? 0;
    this.requestId = details.requestId;
    this.errors = details.errors ?? [];
    this.quota = details.quota;
    this.retryAfter = details.retryAfter;
  }
}

/** Parses a Retry-After header, which is a number or a date, to seconds. */
export function retryAfterOf(response: Response): number | undefined {
  const header = response.headers.get("retry-after");
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** Reads the error of a response. */
export async function readError(response: Response): Promise<PegbarError> {
  // If the body cannot be read, the status is reported.
  const text = await response.text().catch(() => "");
  const common = { status: response.status, retryAfter: retryAfterOf(response) };
  const requestId = response.headers.get("x-request-id") ?? undefined;
  const problem = parseProblem(text);
  if (problem)
    return new PegbarError(problem.detail || problem.title, {
      ...common,
      code: problem.code,
      requestId: problem.requestId ?? requestId,
      errors: problem.errors ?? [],
      quota: problem.quota,
    });
  const said = text.replaceAll(/<[^>]*>|\s+/g, " ").trim();
  return new PegbarError(`${response.url} answered ${response.status}${said ? `: ${said.slice(0, 200)}` : ""}`, {
    ...common,
    code: "unexpected_answer",
    requestId,
  });
}

interface Told {
  code: string;
  detail: string;
  title: string;
  requestId?: string;
  errors?: readonly ProblemDetail[];
  quota?: readonly QuotaShortage[];
}

function parseProblem(text: string): Told | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("code" in value) || typeof value.code !== "string") return;
    return { detail: "", title: "", ...value, code: value.code };
  } catch {
    // Proxies respond with HTML; then the status is reported.
    return undefined;
  }
}

/** Converts an error of `fetch` to a {@link PegbarError} with a clear message. */
export function createNetworkError(url: string, cause: unknown): PegbarError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  // The file of an upload changed or disappeared.
  if (inner instanceof Error && inner.name === "NotReadableError")
    return new PegbarError("The file changed while it was read. Upload it again.", { code: "file_unreadable", cause });
  const reason = inner instanceof Error ? inner.message || inner.name : String(inner);
  return new PegbarError(`No answer from ${new URL(url).origin} (${reason}). Check the address and the network.`, {
    code: "network",
    cause,
  });
}
