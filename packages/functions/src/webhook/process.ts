import { sleepUnlessAborted } from "@pegbar/comfyui";
import { pump } from "@pegbar/core/studio/webhook/pump.ts";
import { collect } from "@pegbar/core/studio/webhook/collect.ts";
import * as Send from "@pegbar/core/studio/webhook/send.ts";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import { processCollectors } from "@pegbar/telemetry/metric/collect.ts";
import { runAsPlatform, openConnection, createWebhookPorts } from "../ports.ts";

const TICK_MS = 500;
const AT_ONCE = 64;
const FORGET_MS = 3_600_000;

/** Sends webhooks in a loop until aborted. In AWS a function does the same every minute. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = createWebhookPorts(openConnection("WebhookDatabase", 4));
  const removeCollector = processCollectors.add("webhooks", () => runAsPlatform(adapters, "webhooks", collect));
  await runAsPlatform(adapters, "webhooks", () =>
    Promise.all([pump({ atOnce: AT_ONCE, tickMs: TICK_MS, untilIdle: false, signal }), forget(adapters, signal)]),
  );
  removeCollector();
  await adapters.database.end();
}

/** Deletes old deliveries every hour. */
async function forget(adapters: ProcessPorts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await Send.forget().catch((error: unknown) =>
      adapters.log("error", "deleting old deliveries failed, trying again", { error }),
    );
    await sleepUnlessAborted(FORGET_MS, signal);
  }
}
