import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { Console } from "node:console";
import { sendLogTo } from "@pegbar/core/platform/log.ts";
import type { Component } from "../component/component.ts";
import type { RunningComponents } from "../process/components.ts";
import type { buildEnvironments } from "./resources.ts";
import type { Services } from "./services.ts";

interface Options {
  env: ReturnType<typeof buildEnvironments>;
  logFile: string;
}

export interface InProcessServices extends Services {
  /** Starts a worker with this environment. */
  startWorker(env: Record<string, string>): Promise<unknown>;
  stop(): Promise<void>;
}

interface Group {
  stopping: AbortController;
  running: RunningComponents;
}

/**
 * Runs all components and a worker in this process: one per process, since they read the process's environment. Their log
 * and whatever is printed with `console` go to a file.
 */
export async function startInProcess({ env, logFile }: Options): Promise<InProcessServices> {
  const logStream = createWriteStream(logFile, { flags: "a" });
  sendLogTo(logStream);
  const terminal = globalThis.console;
  globalThis.console = new Console(logStream);
  Object.assign(process.env, ...Object.values(env.components));
  // Imported after the environment is complete, and not at all where the components run elsewhere.
  const { firstComponents, otherComponents, startComponents } = await import("../process/components.ts");

  const groups: Group[] = [];
  const start = (components: Record<string, Component>) => {
    const stopping = new AbortController();
    const running = startComponents(components, stopping.signal);
    groups.push({ stopping, running });
    return running.ready;
  };

  return {
    startFirst: () => start(firstComponents),
    startOthers: () => start(otherComponents),
    startWorker: async (workerEnv) => {
      const { createWorker } = await import("../component/worker.ts");
      return start({ worker: createWorker(workerEnv) });
    },
    stop: async () => {
      for (const { stopping, running } of groups.splice(0).toReversed()) {
        stopping.abort();
        await running.ended;
      }
      globalThis.console = terminal;
      sendLogTo(process.stdout);
      logStream.end();
      await once(logStream, "close");
    },
  };
}
