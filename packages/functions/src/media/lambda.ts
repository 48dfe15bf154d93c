import * as Context from "@pegbar/core/context.ts";
import { connection, log, ports, settled } from "../ports.ts";
import { resource } from "../resource.ts";
import { run } from "./task.ts";

const adapters = ports(connection("Database", 1));
const models = resource("ModelFolder").path;

interface SqsEvent {
  Records: { messageId: string; body: string }[];
}

/** Media queue → tasks. Answers with the messages to deliver again. */
export async function handler(event: SqsEvent) {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      await Context.provide({ actor: { type: "platform", name: "media" }, ports: adapters }, () => run(body, models));
    } catch (error) {
      log("error", "media task failed", { messageId, error: String(error) });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  await settled();
  return { batchItemFailures };
}
