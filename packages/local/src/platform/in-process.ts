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
  onRestart(message: string): void;
}

export interface InProcessServices extends Services {
  /** Starts a worker with this environment. */
  startWorker(env: Record<string, string>): Promise<unknown>;
  stop(): Promise<void>;
}

interface Group {
  components: Record<string, Component>;
  stopping: AbortController;
  running: RunningComponents;
}

/** How long components may take to stop after an error that nobody caught. */
const MAX_STOP_MS = 10_000;

/**
 * Runs all components and a worker in this process: one per process, since they read the process's environment. Their log
 * and whatever is printed with `console` go to a file. An error that nobody caught stops and starts all of them.
 */
export async function startInProcess({ env, logFile, onRestart }: Options): Promise<InProcessServices> {
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
    groups.push({ components, stopping, running });
    return running.ready;
  };
  const stopAll = async () => {
    for (const { stopping, running } of groups.splice(0).toReversed()) {
      stopping.abort();
      await running.ended;
    }
  };
  let restarting: Promise<void> | undefined;
  let isStopped = false;
  const restart = async (error: unknown) => {
    console.error("error that nobody caught, the components are restarted:", error);
    onRestart(`unexpected error: ${String(error)}; the components are restarted. Log: ${logFile}`);
    const former = groups.map(({ components }) => components);
    await Promise.race([stopAll(), new Promise((resolve) => setTimeout(resolve, MAX_STOP_MS).unref())]);
    for (const components of former) if (!isStopped) await start(components);
  };
  const onFatal = (error: unknown) => {
    restarting ??= restart(error)
      .catch((next: unknown) => {
        onRestart(`the components cannot be restarted: ${String(next)}. Log: ${logFile}`);
        process.exit(1);
      })
      .finally(() => (restarting = undefined));
  };
  process.on("uncaughtException", onFatal);

  return {
    startFirst: () => start(firstComponents),
    startOthers: () => start(otherComponents),
    startWorker: async (workerEnv) => {
      const { createWorker } = await import("../component/worker.ts");
      return start({ worker: createWorker(workerEnv) });
    },
    stop: async () => {
      isStopped = true;
      await restarting;
      await stopAll();
      process.off("uncaughtException", onFatal);
      globalThis.console = terminal;
      sendLogTo(process.stdout);
      logStream.end();
      await once(logStream, "close");
    },
  };
}
