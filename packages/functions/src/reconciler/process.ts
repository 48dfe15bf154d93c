import { sleepUnlessAborted } from "@pegbar/comfyui";
import { memoryPlans } from "@pegbar/core/platform/adapter";
import { hasOpenJobs, reconcile } from "@pegbar/core/attempt/reconciler";
import { openConnection, asPlatform, log, createPorts } from "../ports.ts";

/** Between two runs while jobs are waiting or running, and while there are none. */
const [BUSY_TICK_MS, IDLE_TICK_MS] = [1000, 10_000];
/** An effect that old was left behind by a process that died. */
const EFFECT_SECONDS = 5;
/** A waiting job whose message is that old gets another one. */
const MESSAGE_SECONDS = 60;
/** A record that old was overlooked by the sequencer. */
const INTENT_SECONDS = 10;
/** The checks that cost more run this often. */
const THOROUGH_MS = 30_000;

/** Relay and reconciler as a loop, until aborted. In AWS a function runs the same every minute. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = { ...createPorts(openConnection("DispatchDatabase", 2)), plans: memoryPlans() };
  let thoroughAt = performance.now();
  while (!signal.aborted) {
    let tickMs = BUSY_TICK_MS;
    const thorough = performance.now() - thoroughAt >= THOROUGH_MS;
    if (thorough) thoroughAt = performance.now();
    try {
      const done = await asPlatform(adapters, "reconciler", () =>
        reconcile({
          effectSeconds: EFFECT_SECONDS,
          messageSeconds: MESSAGE_SECONDS,
          intentSeconds: INTENT_SECONDS,
          thorough,
        }),
      );
      if (!(await asPlatform(adapters, "reconciler", hasOpenJobs))) tickMs = IDLE_TICK_MS;
      if (Object.values(done).some((count) => count > 0)) log("warn", "repaired", { ...done });
    } catch (error) {
      log("error", "reconciling failed, trying again", { error: String(error) });
    }
    await sleepUnlessAborted(tickMs, signal);
  }
  await adapters.database.end();
}
