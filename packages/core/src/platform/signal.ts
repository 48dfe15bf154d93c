import * as Context from "./context.ts";

/** A lost signal delays a reader by at most this long. */
const RECHECK_MS = 1000;

/** Signal topic of everything that happens in a studio. */
export const getActivityTopic = (tenantId: string): string => `tenant:${tenantId}`;

/**
 * Calls `read` until it returns a value, again after each signal for `topic`. Undefined after `milliseconds` or on abort.
 */
export async function waitUntil<T>(
  topic: string,
  milliseconds: number,
  read: () => Promise<T | undefined>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const { signals } = Context.ports();
  const end = performance.now() + milliseconds;
  for (;;) {
    const listening = new AbortController();
    const left = Math.max(0, end - performance.now());
    // Listen before reading, so that no change in between is missed.
    const woken = signals.wait(topic, Math.min(left, RECHECK_MS), combineSignals(listening.signal, signal));
    try {
      const found = await read();
      if (found !== undefined || left === 0 || signal?.aborted) return found;
      await woken;
    } finally {
      listening.abort();
    }
  }
}

const combineSignals = (a: AbortSignal, b: AbortSignal | undefined) => (b ? AbortSignal.any([a, b]) : a);
