import * as Context from "../../platform/context.ts";
import { WEBHOOKS_TOPIC } from "../../platform/signal.ts";
import { readNextDue, send, take } from "./send.ts";

interface Pump {
  /** Tries under way at the same time. */
  atOnce: number;
  /** Shortest time between two queries for due deliveries, in milliseconds, unless something has changed. */
  tickMs: number;
  /** Whether to end when nothing is due and nothing under way. */
  untilIdle: boolean;
  signal: AbortSignal;
}

/** Longest wait for a signal, in milliseconds. */
const MAX_WAIT_MS = 30_000;

/**
 * Sends what is due until aborted, and waits for what is under way then. A slow receiver delays nobody else: whenever a
 * try has ended, the next one starts. Runs as the webhook role; returns how many tries it made.
 */
export async function pump({ atOnce, tickMs, untilIdle, signal }: Pump): Promise<number> {
  const { clock, log, signals } = Context.ports();
  const logFailure = (error: unknown) =>
    log("error", "sending webhooks failed, trying again", { error: String(error) });
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
      if (untilIdle && busy.size === 0) {
        waiting.abort();
        break;
      }
      // More may be due when something was taken: that is looked at before the next due time is.
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
