import * as Send from "@pegbar/core/webhook/send.ts";
import { asPlatform, connection, outwardPorts, settled } from "../ports.ts";

const adapters = outwardPorts(connection("WebhookDatabase", 2));
const AT_ONCE = 16;
/** A function that is called every minute goes on for most of it. */
const RUN_MS = 45_000;

/** Every minute: sends what is due, and returns how much that was. */
export async function handler(): Promise<number> {
  const end = Date.now() + RUN_MS;
  let sent = 0;
  await asPlatform(adapters, "webhooks", async () => {
    for (let more = AT_ONCE; more > 0 && Date.now() < end; sent += more) more = await Send.sendDue(AT_ONCE);
    await Send.forget();
  });
  await settled();
  return sent;
}
