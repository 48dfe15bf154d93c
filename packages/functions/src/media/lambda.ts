import * as Context from "@pegbar/core/platform/context.ts";
import { flushTelemetry } from "../lambda-telemetry.ts";
import { openConnection, createPorts, waitForBackground } from "../ports.ts";
import { Later } from "./later.ts";
import { readDependencies } from "./dependencies.ts";
import { run, type MediaDependencies } from "./task.ts";

const adapters = createPorts(openConnection("Database", 1), "media");
let found: Promise<MediaDependencies> | undefined;

interface SqsEvent {
  Records: { messageId: string; body: string }[];
}

/** Runs tasks of the media queue. @returns the messages to deliver again */
export async function handler(event: SqsEvent) {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  const all = await (found ??= readDependencies());
  for (const { messageId, body } of event.Records) {
    try {
      await Context.provide({ actor: { type: "platform", name: "media" }, ports: adapters }, () => run(body, all));
    } catch (error) {
      if (!(error instanceof Later)) adapters.log("error", "media task failed", { messageId, error });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  await waitForBackground();
  await flushTelemetry();
  return { batchItemFailures };
}
