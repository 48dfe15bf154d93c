import { createNetworkError, retryAfterOf } from "./error.ts";
import { backOff, pause } from "./pause.ts";
import { isTransient, type OnRetry } from "./transient.ts";

type Fetch = (request: Request) => Promise<Response>;

/** Statuses after which a retry may succeed. A 500 is an error of the API that a retry repeats. */
const RETRIED_STATUSES = new Set([408, 429, 502, 503, 504]);
const ALWAYS = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);
/** POSTs that are idempotent. */
const REPEATABLE =
  /^\/v1\/(inputs|inputs\/announcements|inputs\/completions|estimates|estimates\/batch|inputs\/[^/]+\/complete|models\/[^/]+\/complete|jobs\/[^/]+\/(cancel|hold|release)|workflows\/(conversions|proposals))$/;
/** Maximum Retry-After to wait for, in seconds; a longer one throws. */
const LONGEST_MS = 60_000;

/** Whether a request is idempotent. */
export const canRepeat = ({ method, url, headers }: Pick<Request, "method" | "url" | "headers">): boolean =>
  ALWAYS.has(method) ||
  (method === "POST" && (headers.has("idempotency-key") || REPEATABLE.test(new URL(url).pathname)));

/**
 * Retries an idempotent request after a network error and after the statuses 408, 429, 502, 503 and 504. Waits as long
 * as Retry-After says. Rejects with `network` if no attempt got a response.
 */
export const createRetryingFetch =
  (fetch: Fetch, retries: number, onRetry?: OnRetry): Fetch =>
  async (request) => {
    const attempts = canRepeat(request) ? retries : 0;
    for (let failures = 0; ; failures++) {
      const last = failures >= attempts;
      let reason = "";
      const answer = await fetch(last ? request : request.clone()).catch((error: unknown) => {
        if (request.signal.aborted) throw request.signal.reason;
        const failure = createNetworkError(request.url, error);
        if (last || !isTransient(error)) throw failure;
        reason = failure.message;
        return undefined;
      });
      if (answer && (last || !RETRIED_STATUSES.has(answer.status))) return answer;
      const retryAfter = answer && retryAfterOf(answer);
      if (answer && retryAfter !== undefined && retryAfter * 1000 > LONGEST_MS) return answer;
      await answer?.body?.cancel();
      if (answer) reason = `${new URL(request.url).origin} answered ${answer.status}.`;
      const delayMs = retryAfter === undefined ? backOff(failures) : retryAfter * 1000;
      onRetry?.({ reason, attempt: failures + 1, attempts, delayMs });
      await pause(delayMs, request.signal);
    }
  };
