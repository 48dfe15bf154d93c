import * as Context from "../../platform/context.ts";
import { reportRun } from "../../platform/health/index.ts";
import { WEBHOOKS_TOPIC } from "../../platform/signal.ts";
import { areMostFailing } from "./failing.ts";
import { readNextDue, send, take } from "./send.ts";

interface Pump {
  /** Maximum number of concurrent attempts. */
  atOnce: number;
  /** Minimum time between two queries for due deliveries without a signal, in milliseconds. */
  tickMs: number;
  /** Whether to end when no delivery is due and no attempt is running. */
  untilIdle: boolean;
  signal: AbortSignal;
}

/** Longest wait for a signal, in milliseconds. */
const MAX_WAIT_MS = 30_000;

/**
 * Sends due deliveries until aborted, then waits for running attempts. A slow receiver does not delay others, because
 * the next attempt starts as soon as one has ended. Runs as the webhook role. Returns the number of attempts.
 */
export async function pump({ atOnce, tickMs, untilIdle, signal }: Pump): Promise<number> {
  const { clock, log, signals } = Context.getPorts();
  const logFailure = (error: unknown) => log("error", "sending webhooks failed, trying again", { error });
  const busy = new Set<Promise<void>>();
  let tries = 0;
  let waiting = new AbortController();
  while (!signal.aborted) {
    waiting = new AbortController();
    // Listen before reading, so that no change in between is missed.
    const woken = signals.wait(WEBHOOKS_TOPIC, MAX_WAIT_MS, AbortSignal.any([signal, waiting.signal]));
    let waitMs = tickMs;
    try {
      const taken = busy.size < atOnce ? await take(atOnce - busy.size) : [];
      for (const one of taken) {
        const sending: Promise<void> = send(one)
          .catch(logFailure)
          .finally(() => {
            busy.delete(sending);
            waiting.abort();
          });
        busy.add(sending);
      }
      tries += taken.length;
      await reportRun("webhooks", areMostFailing);
      if (untilIdle && busy.size === 0) {
        waiting.abort();
        break;
      }
      // If something was taken, more may be due, so the next query comes first.
      if (taken.length === 0) {
        const next = await readNextDue();
        waitMs = next === undefined ? MAX_WAIT_MS : Math.max(tickMs, next.getTime() - clock.now().getTime());
      }
    } catch (error) {
      logFailure(error);
    }
    const timer = setTimeout(() => waiting.abort(), waitMs);
    await woken;
    clearTimeout(timer);
  }
  await Promise.all(busy);
  return tries;
}
