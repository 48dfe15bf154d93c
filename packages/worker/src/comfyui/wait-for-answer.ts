import { setTimeout as sleep } from "node:timers/promises";
import type { ComfyClient } from "@pegbar/comfyui";
import type { Log } from "../log.ts";

const POLL_MS = 500;

/**
 * Waits until a started ComfyUI answers with its version and nodes.
 * @throws Error with the last reason if it does not answer within `startSeconds`
 */
export async function waitForAnswer(
  client: Pick<ComfyClient, "systemStats" | "objectInfo">,
  { startSeconds, log }: { startSeconds: number; log: Log },
  signal: AbortSignal,
) {
  const until = performance.now() + startSeconds * 1000;
  let told = "";
  for (;;) {
    signal.throwIfAborted();
    try {
      return { stats: await client.systemStats(), objectInfo: await client.objectInfo() };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (performance.now() > until)
        throw new Error(`${reason}, ${startSeconds} seconds after its start`, { cause: error });
      if (told !== reason) log("info", "ComfyUI does not answer", { reason });
      told = reason;
      await sleep(POLL_MS, undefined, { signal });
    }
  }
}
