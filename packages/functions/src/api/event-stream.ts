import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import * as z from "zod";
import type { Env } from "../http/problem.ts";

/** Interval of comments in a silent stream, in milliseconds, so that no proxy closes the connection. */
const BEAT_MS = 15_000;
/** Delay before a client reconnects, in milliseconds. */
const RETRY_MS = 1000;

interface Sent {
  id?: string;
  type: string;
  data: Record<string, unknown>;
}

/** Whether a request accepts a single response instead of a stream, by its Accept header. */
export const wantsJson = (c: Context<Env>): boolean => {
  const accept = c.req.header("accept") ?? "";
  return /application\/json/i.test(accept) && !/text\/event-stream/i.test(accept);
};

/**
 * Time of a function that is left when a stream ends, in milliseconds: for the last query and the end of the response.
 */
const MARGIN_MS = 5000;
const InLambda = z.object({
  lambdaContext: z.object({ getRemainingTimeInMillis: z.custom<() => number>((value) => typeof value === "function") }),
});

/** Maximum duration of a stream: as configured, or limited by the time of the function. */
export function getWindowMs(c: Context<Env>, windowMs: number): number {
  const found = InLambda.safeParse(c.env);
  if (!found.success) return windowMs;
  return Math.max(0, Math.min(windowMs, found.data.lambdaContext.getRemainingTimeInMillis() - MARGIN_MS));
}

/** Sends what `events` yields as server-sent events, until it ends or the client disconnects. */
export const streamEvents = (c: Context<Env>, events: (signal: AbortSignal) => AsyncIterable<Sent>) =>
  streamSSE(c, async (stream) => {
    const closed = new AbortController();
    stream.onAbort(() => closed.abort());
    // A failed write means that the client has disconnected.
    const beat = setInterval(() => void stream.write(": still here\n\n").catch(() => closed.abort()), BEAT_MS);
    try {
      await stream.write(`retry: ${RETRY_MS}\n\n`);
      for await (const { id, type, data } of events(closed.signal)) {
        await stream.writeSSE({ event: type, data: JSON.stringify(data), ...(id === undefined ? {} : { id }) });
      }
    } finally {
      clearInterval(beat);
    }
  });
