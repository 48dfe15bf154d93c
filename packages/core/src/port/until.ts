import * as Context from "../context.ts";

/** A lost signal costs at most this long. */
const LOOK_AGAIN_MS = 1000;

/**
 * Looks until there is something, woken by signals for `topic`. Undefined when `milliseconds` have passed or on abort.
 */
export async function until<T>(
  topic: string,
  milliseconds: number,
  look: () => Promise<T | undefined>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const { signals } = Context.ports();
  const end = performance.now() + milliseconds;
  for (;;) {
    const listening = new AbortController();
    const left = Math.max(0, end - performance.now());
    // Listening begins before looking, so that a change in between is not missed.
    const woken = signals.wait(topic, Math.min(left, LOOK_AGAIN_MS), anySignal(listening.signal, signal));
    try {
      const found = await look();
      if (found !== undefined || left === 0 || signal?.aborted) return found;
      await woken;
    } finally {
      listening.abort();
    }
  }
}

const anySignal = (a: AbortSignal, b: AbortSignal | undefined) => (b ? AbortSignal.any([a, b]) : a);
