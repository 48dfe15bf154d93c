import { setTimeout as sleep } from "node:timers/promises";
import { ComfyUnavailable } from "@pegbar/comfyui";

const PAUSES_MS = [100, 400, 1500];

/**
 * Retries an idempotent request that ComfyUI did not answer completely. Most failures are short, while giving up would
 * cost a render or the models that ComfyUI has loaded.
 * @throws ComfyUnavailable if it never answers, immediately if the connection is refused
 */
export async function retryUnavailable<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ComfyUnavailable) || error.refused) throw error;
    }
    await sleep(pause, undefined, { signal });
  }
  return ask();
}
