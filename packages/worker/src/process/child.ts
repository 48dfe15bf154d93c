import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import pLimit from "p-limit";
import { ProcessUnavailable, type ComfyProcess, type Exit } from "./comfy-process.ts";
import { buildEnvironment } from "./environment.ts";
import { endLeftover, killGroup, remember } from "./leftover.ts";

export interface ChildOptions {
  url: string;
  command: readonly string[];
  /** Folder of its own: working directory, home, and where its process id is kept. */
  dir: string;
  /** What its image wants in the environment; see {@link buildEnvironment} for what it gets besides. */
  env?: Readonly<Record<string, string>>;
  /** Account that it runs as; only root can choose. Without one a node may read what this process may. */
  account?: { uid: number; gid: number } | undefined;
  /** What it prints, by line, until its first prompt: from then on its lines may tell of a tenant's work. */
  onLine?(line: string): void;
}

const STOP_MS = 5000;
const PAGE_BYTES = 4096;
/** ComfyUI says so at every prompt. */
const FIRST_PROMPT = "got prompt";

/** ComfyUI as a child of this process, in a process group of its own. */
export function superviseChild(options: ChildOptions): ComfyProcess {
  const { url, command, dir, env, account, onLine = () => undefined } = options;
  const [program = "", ...args] = command;
  const pidFile = path.join(dir, "comfyui.pid");
  const listeners: ((exit: Exit) => void)[] = [];
  let running: ChildProcess | undefined;
  /** A restart waits for a start that is under way. */
  const limit = pLimit(1);

  const launch = async (): Promise<void> => {
    if (running) return;
    // Nodes that list their inputs while they are loaded are missing where the folder is not there yet.
    const inputs = path.join(dir, "input");
    const isNew = (await mkdir(inputs, { recursive: true })) !== undefined;
    if (isNew && account) await chown(inputs, account.uid, account.gid);
    await endLeftover(pidFile);
    const started = spawn(program, args, {
      cwd: dir,
      env: buildEnvironment(process.env, dir, env),
      // An open standard input tells a child that cares when its parent is gone.
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
      ...account,
    });
    await once(started, "spawn").catch((cause: unknown) => {
      throw new ProcessUnavailable(`${program} could not be started`, { cause });
    });
    running = started;
    started.stdin.on("error", () => undefined);
    let told = true;
    const passLine = (line: string) => {
      told &&= !line.includes(FIRST_PROMPT);
      if (told) onLine(line);
    };
    for (const stream of [started.stdout, started.stderr]) readLines(stream, passLine);
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
    // What it has started itself goes with it.
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
    onExit: (listener) => void listeners.push(listener),
    close: async () => undefined,
  };
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split(/\r?\n|\r/);
    rest = (lines.pop() ?? "").slice(-4096);
    // ComfyUI colours its lines, also where nobody sees colours.
    for (const line of lines.map(stripVTControlCharacters)) if (line.trim() !== "") onLine(line.slice(0, 4096));
  });
}

/** Resident memory of a process in bytes; undefined where the system does not say. */
async function readMemory(pid: number | undefined): Promise<number | undefined> {
  if (pid === undefined) return undefined;
  // Outside Linux there is no /proc; on Linux the process may have ended.
  const statm = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => undefined);
  const pages = Number(statm?.split(" ")[1]);
  return Number.isFinite(pages) ? pages * PAGE_BYTES : undefined;
}
