import { createNetworkError, retryAfterOf } from "./error.ts";
import { backOff, pause } from "./pause.ts";
import { isTransient, type OnRetry } from "./transient.ts";

type Fetch = (request: Request) => Promise<Response>;

/** The request may succeed later. A 500 is an error of the API: the same request fails again. */
const RETRIED_STATUSES = new Set([408, 429, 502, 503, 504]);
const ALWAYS = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);
/** POSTs that leave the same behind when they come twice. */
const REPEATABLE =
  /^\/v1\/(inputs|estimates|inputs\/[^/]+\/complete|models\/[^/]+\/complete|jobs\/[^/]+\/(cancel|hold|release)|workflows\/proposals)$/;
/** Longest Retry-After that is waited for; a longer one fails with an error. */
const LONGEST_MS = 60_000;

/** Whether a request may be sent again without doing its work twice. */
export const canRepeat = ({ method, url, headers }: Pick<Request, "method" | "url" | "headers">): boolean =>
  ALWAYS.has(method) ||
  (method === "POST" && (headers.has("idempotency-key") || REPEATABLE.test(new URL(url).pathname)));

/**
 * Sends a request again, if it may be repeated, after a network error and after the answers 408, 429, 502, 503 and 504.
 * Waits as long as Retry-After says. Rejects with `network` when no try got an answer.
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
