/** Waits; rejects with the signal's reason when it aborts. */
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

/** Half a second, doubled with each failure up to `most`, spread so that many clients do not come back at once. */
export const backOff = (failures: number, most = 15_000): number =>
  Math.min(most, 500 * 2 ** failures) * (0.5 + Math.random() / 2);
