import { setTimeout as sleep } from "node:timers/promises";
import { ComfyUnavailable } from "@pegbar/comfyui";

const PAUSES_MS = [100, 400, 1500];

/**
 * Asks again what ComfyUI has not answered, or only by half: most of that is over in a moment, and what hangs on it is a
 * whole render, or the models that ComfyUI holds. For what may be asked twice.
 * @throws ComfyUnavailable when it never answers, and at once when nobody is there any more
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
