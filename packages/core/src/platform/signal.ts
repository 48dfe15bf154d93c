import * as Context from "./context.ts";

/** Interval of reads without a signal, in milliseconds, for changes that send none. */
const RECHECK_MS = 10_000;

/** Signal topic of everything that happens in a studio. */
export const getActivityTopic = (tenantId: string): string => `tenant:${tenantId}`;

/** Signal topic of webhook deliveries that have become due. A trigger sends it for new ones. */
export const WEBHOOKS_TOPIC = "webhooks";

/**
 * Calls `read` until it returns a value, again after each signal for `topic`. Undefined after `milliseconds` or on abort.
 * `getRecheckMs` is asked after each read: a shorter interval until the next one, when no signal will tell of the change.
 */
export async function waitUntil<T>(
  topic: string,
  milliseconds: number,
  read: () => Promise<T | undefined>,
  signal?: AbortSignal,
  getRecheckMs: () => number = () => RECHECK_MS,
): Promise<T | undefined> {
  const { signals } = Context.getPorts();
  const end = performance.now() + milliseconds;
  for (;;) {
    const listening = new AbortController();
    let soon: NodeJS.Timeout | undefined;
    const left = Math.max(0, end - performance.now());
    // Listen before reading, so that no change in between is missed.
    const woken = signals.wait(topic, Math.min(left, RECHECK_MS), combineSignals(listening.signal, signal));
    try {
      const found = await read();
      if (found !== undefined || left === 0 || signal?.aborted) return found;
      const recheckMs = getRecheckMs();
      if (recheckMs < RECHECK_MS) soon = setTimeout(() => listening.abort(), recheckMs);
      await woken;
    } finally {
      clearTimeout(soon);
      listening.abort();
    }
  }
}

const combineSignals = (a: AbortSignal, b: AbortSignal | undefined) => (b ? AbortSignal.any([a, b]) : a);
