import { sleepUnlessAborted } from "@pegbar/comfyui";
import { runAsPlatform, openConnection, createPorts } from "../ports.ts";
import { readResource } from "../resource.ts";
import { sweep } from "./sweep.ts";

/** Poll interval: long, because nothing waits for it, but shorter than a short `sweep` time. */
const MOST_TICK_MS = 30_000;
/** Delay of the first round, so that it does not slow down the start of the platform. */
const FIRST_TICK_MS = 3000;

/** Runs the janitor in a loop until aborted. In AWS a function does the same every minute. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = createPorts(openConnection("DispatchDatabase", 1), "janitor");
  const tickMs = Math.min(MOST_TICK_MS, readResource("Times").sweep * 1000);
  let waitMs = Math.min(FIRST_TICK_MS, tickMs);
  while (!signal.aborted) {
    await sleepUnlessAborted(waitMs, signal);
    if (signal.aborted) break;
    waitMs = tickMs;
    try {
      await runAsPlatform(adapters, "janitor", sweep);
    } catch (error) {
      adapters.log("error", "deleting objects failed, trying again", { error });
    }
  }
  await adapters.database.end();
}
