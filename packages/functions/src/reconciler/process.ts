import { sleepUnlessAborted } from "@pegbar/comfyui";
import { memoryPlans } from "@pegbar/core/platform/adapter";
import { reconcile } from "@pegbar/core/attempt/reconciler";
import { openConnection, asPlatform, log, createPorts } from "../ports.ts";

const TICK_MS = 1000;
/** An effect that old was left behind by a process that died. */
const EFFECT_SECONDS = 5;
/** A waiting job whose message is that old gets another one. */
const MESSAGE_SECONDS = 60;
/** A record that old was overlooked by the sequencer. */
const INTENT_SECONDS = 10;
/** What costs more to look for is looked for once in so many ticks. */
const THOROUGH_EVERY = 30;

/** Relay and reconciler as a loop, until aborted. In AWS a function runs the same every minute. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = { ...createPorts(openConnection("DispatchDatabase", 2)), plans: memoryPlans() };
  for (let tick = 1; !signal.aborted; tick++) {
    try {
      const done = await asPlatform(adapters, "reconciler", () =>
        reconcile({
          effectSeconds: EFFECT_SECONDS,
          messageSeconds: MESSAGE_SECONDS,
          intentSeconds: INTENT_SECONDS,
          thorough: tick % THOROUGH_EVERY === 0,
        }),
      );
      if (Object.values(done).some((count) => count > 0)) log("warn", "repaired", { ...done });
    } catch (error) {
      log("error", "reconciling failed, trying again", { error: String(error) });
    }
    await sleepUnlessAborted(TICK_MS, signal);
  }
  await adapters.database.end();
}
