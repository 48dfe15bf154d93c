import { setTimeout as sleep } from "node:timers/promises";
import { createSqsInbox } from "@pegbar/core/platform/adapter";
import type { Inbox } from "@pegbar/core/platform/port";
import { openConnection, runAsPlatform, createPorts } from "../ports.ts";
import { readResource } from "../resource.ts";
import { Later } from "./later.ts";
import { readDependencies } from "./dependencies.ts";
import { closeSandboxes, run } from "./task.ts";

const BACK_OFF_MS = 1000;

/**
 * Tasks at the same time. A person waits for the check of an upload; with one task at a time, it would wait for the content
 * credentials of the results before it.
 */
const PARALLEL = 3;
/** Movies at the same time: each takes minutes, in a sandbox that makes one at a time. */
const PARALLEL_RENDITIONS = 1;

/** Runs the media functions as a process: takes tasks from their queues until aborted. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = createPorts(openConnection("Database", 2), "media");
  const all = await readDependencies();
  const media = createSqsInbox(readResource("MediaQueue").url);
  const renditions = createSqsInbox(readResource("RenditionQueue").url);
  const takeTasks = async (inbox: Inbox): Promise<void> => {
    while (!signal.aborted) {
      try {
        const message = await inbox.receive(signal);
        if (!message) continue;
        await runAsPlatform(adapters, "media", () => run(message.body, all));
        await inbox.remove(message.receipt);
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof Later) continue;
        adapters.log("error", "media task failed, the queue will deliver it again", { error });
        await sleep(BACK_OFF_MS);
      }
    }
  };
  const repeat = (count: number, inbox: Inbox) => Array.from({ length: count }, () => takeTasks(inbox));
  await Promise.all([...repeat(PARALLEL, media), ...repeat(PARALLEL_RENDITIONS, renditions)]);
  await Promise.all([closeSandboxes(), adapters.database.end()]);
}
