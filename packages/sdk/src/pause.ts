/** Waits. Rejects with the signal's reason when it fires. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/**
 * Back-off: half a second, doubled with each failure up to `most`, with jitter so that many clients do not retry
 * together.
 */
export const backOff = (failures: number, most = 15_000): number =>
  Math.min(most, 500 * 2 ** failures) * (0.5 + Math.random() / 2);
