import { setTimeout as sleep } from "node:timers/promises";
import * as Send from "@pegbar/core/webhook/send.ts";
import { asPlatform, connection, log, outwardPorts } from "../ports.ts";

const TICK_MS = 500;
const AT_ONCE = 16;
/** The log is shortened once in so many ticks: about hourly. */
const FORGET_EVERY = 7200;

/**
 * Sends webhooks as a loop, until aborted. A slow receiver holds its own places alone: whenever others are free, they
 * are filled. What is under way at the end is waited for. In AWS a function runs the same every minute.
 */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = outwardPorts(connection("WebhookDatabase", 4));
  const busy = new Set<Promise<void>>();
  const failed = (error: unknown) => log("error", "sending webhooks failed, trying again", { error: String(error) });
  for (let tick = 1; !signal.aborted; tick++) {
    try {
      await asPlatform(adapters, "webhooks", async () => {
        if (busy.size < AT_ONCE)
          for (const taken of await Send.take(AT_ONCE - busy.size)) {
            const one: Promise<void> = Send.send(taken)
              .catch(failed)
              .finally(() => busy.delete(one));
            busy.add(one);
          }
        if (tick % FORGET_EVERY === 0) await Send.forget();
      });
    } catch (error) {
      failed(error);
    }
    await sleep(TICK_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(busy);
  await adapters.database.end();
}
