import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { buildFastEnvironment } from "./fast-start.ts";
import type { Program } from "./program.ts";

interface Options {
  name: string;
  program: Program;
  env: Record<string, string>;
  logFile: string;
  /** Called when the process exits unexpectedly, before it is restarted. */
  onRestart(message: string): void;
  /** For a process that starts in two steps: once this resolves, it gets the message `start`, also after a restart. */
  mayStart?: Promise<void>;
}

export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  /** Resolves when the second step of a process with `mayStart` has completed. */
  readonly started: Promise<void>;
  /** Asks the process to stop; kills it after a while. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Kills the process with SIGKILL; it is restarted. */
  kill(): void;
}

const READY_SECONDS = 60;
const STOP_SECONDS = 20;
const MAX_BACK_OFF_MS = 10_000;

/** Starts a process of the platform, waits until it is ready, and restarts it with back-off whenever it exits. */
export async function startChild(options: Options): Promise<Child> {
  let current: ChildProcess | undefined;
  let stopping = false;
  let backOff = 100;
  let started: Promise<void> = Promise.resolve();

  const launch = async (): Promise<void> => {
    const launchedAt = Date.now();
    const child = spawnOne(options);
    current = child;
    child.once("exit", (code, signal) => {
      if (stopping) return;
      if (Date.now() - launchedAt > 30_000) backOff = 100;
      options.onRestart(`${options.name} ended (${signal ?? `code ${code}`}); restarting. Log: ${options.logFile}`);
      void sleep(backOff)
        .then(() => (stopping ? undefined : launch()))
        .catch((error: unknown) => {
          // An exit was reported above. This is a process that runs but does not become ready.
          if (current?.exitCode === null && current.signalCode === null) options.onRestart(String(error));
        });
      backOff = Math.min(backOff * 2, MAX_BACK_OFF_MS);
    });
    await waitForMessage(child, "ready", options);
    if (!options.mayStart) return;
    started = options.mayStart.then(() => {
      const done = waitForMessage(child, "started", options);
      child.send({ type: "start" });
      return done;
    });
    // The caller of startChild gets the error. After a restart nothing waits for it, and the exit is reported.
    started.catch(() => undefined);
  };

  await launch().catch(async (error: unknown) => {
    stopping = true;
    // SIGTERM first: a killed worker would leave its ComfyUI running.
    await end(current);
    throw error;
  });
  return {
    name: options.name,
    get pid() {
      return current?.pid;
    },
    get started() {
      return started;
    },
    kill: () => void current?.kill("SIGKILL"),
    stop: async (signal) => {
      stopping = true;
      await end(current, signal);
    },
  };
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  const stopped = await Promise.race([gone.then(() => true), sleep(STOP_SECONDS * 1000, false, { ref: false })]);
  if (!stopped) child.kill("SIGKILL");
  await gone;
}

function spawnOne({ program, env, logFile }: Options): ChildProcess {
  const child = fork(program.file, {
    env: { PATH: process.env["PATH"] ?? "", NODE_ENV: "production", ...buildFastEnvironment(), ...env },
    execArgv: [...program.flags],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // In its own process group, so that Ctrl-C reaches only the platform, which stops its components in order.
    detached: true,
  });
  const log = createWriteStream(logFile, { flags: "a" });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once("close", () => log.end());
  return child;
}

/** Waits for a message of this type. */
function waitForMessage(child: ChildProcess, type: string, { name, logFile }: Options): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${name} was not ${type} within ${READY_SECONDS} s. See ${logFile}.`)),
      READY_SECONDS * 1000,
    );
    const settle = (act: () => void) => {
      clearTimeout(timer);
      child.removeAllListeners("message");
      act();
    };
    child.on("message", (message) => {
      if (typeof message === "object" && message && "type" in message && message.type === type) settle(resolve);
    });
    child.once("exit", (code) =>
      settle(() => reject(new Error(`${name} exited with code ${code} before it was ${type}. See ${logFile}.`))),
    );
  });
}
