import { setTimeout as sleep } from "node:timers/promises";
import { createSqsInbox } from "@pegbar/core/platform/adapter";
import { openConnection, runAsPlatform, log, createPorts } from "../ports.ts";
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

/** Runs the media function as a process: takes tasks from the queue until aborted. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = createPorts(openConnection("Database", 2));
  const all = await readDependencies();
  const inbox = createSqsInbox(readResource("MediaQueue").url);
  const takeTasks = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const message = await inbox.receive(signal);
        if (!message) continue;
        await runAsPlatform(adapters, "media", () => run(message.body, all));
        await inbox.remove(message.receipt);
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof Later) continue;
        log("error", "media task failed, the queue will deliver it again", { error: String(error) });
        await sleep(BACK_OFF_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, takeTasks));
  await Promise.all([closeSandboxes(), adapters.database.end()]);
}
