import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import pLimit from "p-limit";
import { ProcessUnavailable, type ComfyProcess, type Exit } from "./comfy-process.ts";
import { buildEnvironment } from "./environment.ts";
import { OutputLog, type OnLine } from "../output/output-log.ts";
import { findPython } from "../software/find-python.ts";
import type { MachineFacts } from "../software/machine-facts.ts";
import { runProbe } from "../software/run-probe.ts";
import { endLeftover, killGroup, remember } from "./leftover.ts";

export interface ChildOptions {
  url: string;
  command: readonly string[];
  /** Its own folder: working directory, home, and location of the file with its process id. */
  dir: string;
  /** Additional environment of its image; see {@link buildEnvironment} for the rest. */
  env?: Readonly<Record<string, string>>;
  /** Account that it runs as; only root can set one. Without it, nodes can read everything that this process can. */
  account?: { uid: number; gid: number } | undefined;
  /** Custom nodes of its image. */
  customNodes?: NonNullable<MachineFacts["lock"]>;
  /** Called with what it prints and the log may contain; see {@link OutputLog}. */
  onLine?: OnLine;
}

const STOP_MS = 5000;
const PAGE_BYTES = 4096;

/** Runs ComfyUI as a child of this process, in its own process group. */
export function superviseChild(options: ChildOptions): ComfyProcess {
  const { url, command, dir, env, account, onLine = () => undefined } = options;
  const [program = "", ...args] = command;
  const pidFile = path.join(dir, "comfyui.pid");
  const listeners: ((exit: Exit) => void)[] = [];
  let running: ChildProcess | undefined;
  let output = new OutputLog(onLine);
  /** A restart waits for a start in progress. */
  const limit = pLimit(1);

  const launch = async (): Promise<void> => {
    if (running) return;
    // Create the folder first: nodes that list their inputs at import fail without it.
    const inputs = path.join(dir, "input");
    const isNew = (await mkdir(inputs, { recursive: true })) !== undefined;
    if (isNew && account) await chown(inputs, account.uid, account.gid);
    await endLeftover(pidFile);
    const started = spawn(program, args, {
      cwd: dir,
      env: buildEnvironment(process.env, dir, env),
      // A child can detect the parent's exit by its standard input.
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
      ...account,
    });
    await once(started, "spawn").catch((cause: unknown) => {
      throw new ProcessUnavailable(`${program} could not be started`, { cause });
    });
    running = started;
    started.stdin.on("error", () => undefined);
    output.end();
    const log = (output = new OutputLog(onLine));
    for (const stream of [started.stdout, started.stderr]) readLines(stream, (line) => log.add(line));
    started.once("close", () => log.end());
    started.once("exit", (code, signal) => {
      if (running !== started) return;
      running = undefined;
      for (const listener of listeners) listener({ code, signal });
    });
    if (started.pid !== undefined) await remember(pidFile, started.pid);
  };

  const end = async (): Promise<void> => {
    const ending = running;
    running = undefined;
    if (ending?.pid === undefined) return;
    const { pid } = ending;
    if (ending.exitCode === null && ending.signalCode === null) {
      const gone = once(ending, "exit");
      ending.kill("SIGTERM");
      await Promise.race([gone, sleep(STOP_MS, undefined, { ref: false })]);
      killGroup(pid, "SIGKILL");
      await gone;
    }
    // Kill its own children too.
    killGroup(pid, "SIGKILL");
    await rm(pidFile, { force: true });
  };

  return {
    url,
    canRestart: true,
    start: () => limit(launch),
    restart: () => limit(async () => end().then(launch)),
    stop: () => limit(end),
    readMemory: () => readMemory(running?.pid),
    readMachineFacts: () => readMachineFacts(options),
    markStart: (job) => output.markStart(job),
    onExit: (listener) => void listeners.push(listener),
    close: async () => undefined,
  };
}

async function readMachineFacts(options: ChildOptions): Promise<MachineFacts> {
  const { command, dir, env, account, customNodes: lock = [] } = options;
  const python = findPython(command, dir);
  const found = python
    ? await runProbe({ ...python, env: buildEnvironment(process.env, dir, env), account }).catch((error: unknown) => ({
        failure: describeError(error),
      }))
    : {};
  return { ...found, lock };
}

const describeError = (error: unknown): string =>
  [error, error instanceof Error ? error.cause : undefined].flatMap((one) => (one ? [String(one)] : [])).join(": ");

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split(/\r?\n|\r/);
    rest = (lines.pop() ?? "").slice(-4096);
    // ComfyUI always colours its lines.
    for (const line of lines.map(stripVTControlCharacters)) if (line.trim() !== "") onLine(line.slice(0, 4096));
  });
}

/** Reads the resident memory of a process in bytes; undefined if the system does not report it. */
async function readMemory(pid: number | undefined): Promise<number | undefined> {
  if (pid === undefined) return undefined;
  // No /proc outside Linux; on Linux the process may have exited.
  const statm = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => undefined);
  const pages = Number(statm?.split(" ")[1]);
  return Number.isFinite(pages) ? pages * PAGE_BYTES : undefined;
}
