import { collect } from "@pegbar/core/studio/webhook/collect.ts";
import { pump } from "@pegbar/core/studio/webhook/pump.ts";
import * as Send from "@pegbar/core/studio/webhook/send.ts";
import { flushTelemetry } from "../lambda-telemetry.ts";
import { runAsPlatform, openConnection, createWebhookPorts, waitForBackground } from "../ports.ts";

const adapters = createWebhookPorts(openConnection("WebhookDatabase", 4));
const AT_ONCE = 64;
/** Run time of the function, which starts every minute; an attempt takes up to 14 s. */
const RUN_MS = 40_000;

/** Runs every minute: sends due deliveries. @returns the number of attempts */
export async function handler(): Promise<number> {
  const tries = await runAsPlatform(adapters, "webhooks", async () => {
    await Send.forget();
    return pump({ atOnce: AT_ONCE, tickMs: 500, untilIdle: true, signal: AbortSignal.timeout(RUN_MS) });
  });
  await runAsPlatform(adapters, "webhooks", collect);
  await waitForBackground();
  await flushTelemetry();
  return tries;
}
