import { networkError, retryAfterOf } from "./error.ts";
import { backOff, pause } from "./pause.ts";

type Fetch = (request: Request) => Promise<Response>;

/** Says nothing of the request itself: later it may go through. */
const PASSING = new Set([429, 502, 503, 504]);
const ALWAYS = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);
/** POSTs that leave the same behind when they come twice. */
const REPEATABLE =
  /^\/v1\/(inputs|estimates|inputs\/[^/]+\/complete|models\/[^/]+\/complete|jobs\/[^/]+\/(cancel|hold|release)|workflows\/proposals)$/;
/** Whoever asks for more patience than this is answered by an error that says so. */
const LONGEST_MS = 60_000;

/** Whether a request may be sent again without doing its work twice. */
export const mayRepeat = ({ method, url, headers }: Pick<Request, "method" | "url" | "headers">): boolean =>
  ALWAYS.has(method) ||
  (method === "POST" && (headers.has("idempotency-key") || REPEATABLE.test(new URL(url).pathname)));

/**
 * A fetch that repeats what may be repeated, when nobody answers or the answer is 429, 502, 503 or 504. Waits as long as
 * Retry-After says. Rejects with `network` when nobody ever answered.
 */
export const retrying =
  (fetch: Fetch, retries: number): Fetch =>
  async (request) => {
    const tries = mayRepeat(request) ? retries : 0;
    for (let failures = 0; ; failures++) {
      const last = failures >= tries;
      const answer = await fetch(last ? request : request.clone()).catch((error: unknown) => {
        if (request.signal.aborted) throw request.signal.reason;
        if (last) throw networkError(request.url, error);
        return undefined;
      });
      if (answer && (last || !PASSING.has(answer.status))) return answer;
      const asked = answer && retryAfterOf(answer);
      if (answer && asked !== undefined && asked * 1000 > LONGEST_MS) return answer;
      await answer?.body?.cancel();
      await pause(asked === undefined ? backOff(failures) : asked * 1000, request.signal);
    }
  };
