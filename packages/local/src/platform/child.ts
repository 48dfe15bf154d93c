import { fork, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { fastEnvironment, fastFlags } from "./fast-start.ts";

interface Options {
  name: string;
  /** Module to run. */
  entry: URL | string;
  env: Record<string, string>;
  logFile: string;
  /** Told when the process ended unasked and is started again. */
  onRestart(message: string): void;
}

export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  /** Asks the process to stop; kills it after a while. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Kills it as a power cut would; it is started again. */
  kill(): void;
}

const READY_SECONDS = 60;
const STOP_SECONDS = 20;
const MAX_BACK_OFF_MS = 10_000;

/** Starts a process of the platform, waits until it is ready, and starts it again with back-off whenever it dies. */
export async function startChild(options: Options): Promise<Child> {
  let current: ChildProcess | undefined;
  let stopping = false;
  let backOff = 100;

  const launch = async (): Promise<void> => {
    const started = Date.now();
    const child = spawnOne(options);
    current = child;
    child.once("exit", (code, signal) => {
      if (stopping) return;
      if (Date.now() - started > 30_000) backOff = 100;
      options.onRestart(
        `${options.name} ended (${signal ?? `code ${code}`}); it is started again. Log: ${options.logFile}`,
      );
      void sleep(backOff).then(() => (stopping ? undefined : launch().catch(() => undefined)));
      backOff = Math.min(backOff * 2, MAX_BACK_OFF_MS);
    });
    await ready(child, options);
  };

  await launch().catch(async (error: unknown) => {
    stopping = true;
    // Politely: a worker that was killed would leave its ComfyUI behind.
    await end(current);
    throw error;
  });
  return {
    name: options.name,
    get pid() {
      return current?.pid;
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
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  const stopped = await Promise.race([gone.then(() => true), sleep(STOP_SECONDS * 1000, false, { ref: false })]);
  if (!stopped) child.kill("SIGKILL");
  await gone;
}

function spawnOne({ entry, env, logFile }: Options): ChildProcess {
  const child = fork(typeof entry === "string" ? entry : fileURLToPath(entry), {
    env: { PATH: process.env["PATH"] ?? "", NODE_ENV: "production", ...fastEnvironment(), ...env },
    execArgv: [...fastFlags],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Its own process group: Ctrl-C in the terminal goes to the platform, which stops its parts in order.
    detached: true,
  });
  const log = createWriteStream(logFile, { flags: "a" });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once("close", () => log.end());
  return child;
}

function ready(child: ChildProcess, { name, logFile }: Options): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${name} was not ready in ${READY_SECONDS} s; ${logFile} says why.`)),
      READY_SECONDS * 1000,
    );
    const done = (act: () => void) => {
      clearTimeout(timer);
      child.removeAllListeners("message");
      act();
    };
    child.on("message", (message) => {
      if (typeof message === "object" && message && "type" in message && message.type === "ready") done(resolve);
    });
    child.once("exit", (code) =>
      done(() => reject(new Error(`${name} ended with ${code} before it was ready; ${logFile} says why.`))),
    );
  });
}
