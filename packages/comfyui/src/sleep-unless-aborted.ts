import { setTimeout as sleep } from "node:timers/promises";

/** Waits, and returns early without an error when the signal fires. */
export async function sleepUnlessAborted(
  milliseconds: number,
  signal: AbortSignal,
  options: { ref?: boolean } = {},
): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal, ...options });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
