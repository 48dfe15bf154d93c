import { sleepUnlessAborted } from "@pegbar/comfyui";
import { createMemoryPlans } from "@pegbar/core/platform/adapter";
import { collect, hasOpenJobs, reconcile } from "@pegbar/core/attempt/reconciler";
import { startRenditions } from "@pegbar/core/result/rendition/start.ts";
import { processCollectors } from "@pegbar/telemetry/metric/collect.ts";
import { checkHashes } from "./hashing.ts";
import { openConnection, runAsPlatform, createPorts } from "../ports.ts";

/** Interval between runs while there are queued or running jobs, and while there are none. */
const [BUSY_TICK_MS, IDLE_TICK_MS] = [1000, 10_000];
/** Age after which a pending effect was left behind by a crashed process, in seconds. */
const EFFECT_SECONDS = 5;
/** Age of a message after which a queued job gets another one, in seconds. */
const MESSAGE_SECONDS = 60;
/** Age after which a pending record was missed by the sequencer, in seconds. */
const INTENT_SECONDS = 10;
/** Interval of the expensive checks. */
const THOROUGH_MS = 30_000;

/** Runs relay and reconciler in a loop until aborted. In AWS a function does the same every minute. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = { ...createPorts(openConnection("DispatchDatabase", 2), "reconciler"), plans: createMemoryPlans() };
  const removeCollector = processCollectors.add("jobs", () => runAsPlatform(adapters, "reconciler", collect));
  let thoroughAt = performance.now();
  while (!signal.aborted) {
    let tickMs = BUSY_TICK_MS;
    const thorough = performance.now() - thoroughAt >= THOROUGH_MS;
    if (thorough) thoroughAt = performance.now();
    try {
      const done = await runAsPlatform(adapters, "reconciler", () =>
        reconcile({
          effectSeconds: EFFECT_SECONDS,
          messageSeconds: MESSAGE_SECONDS,
          intentSeconds: INTENT_SECONDS,
          thorough,
        }),
      );
      if (!(await runAsPlatform(adapters, "reconciler", hasOpenJobs))) tickMs = IDLE_TICK_MS;
      await runAsPlatform(adapters, "reconciler", startRenditions);
      await runAsPlatform(adapters, "reconciler", checkHashes);
      if (Object.values(done).some((count) => count > 0)) adapters.log("warn", "corrected", { ...done });
    } catch (error) {
      adapters.log("error", "reconciling failed, trying again", { error });
    }
    await sleepUnlessAborted(tickMs, signal);
  }
  removeCollector();
  await adapters.database.end();
}
