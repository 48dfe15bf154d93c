import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setPriority } from "node:os";
import path from "node:path";
import pLimit from "p-limit";
import { isClaim } from "./credentials/claim.ts";
import type { Answer, Question, Reply, Task } from "./sandbox-message.ts";

export interface Limits {
  seconds: number;
  /** Resident memory of the process, in bytes. */
  bytes: number;
}

/** Signs a task's content. The key stays in the process that provides this function. */
export type Sign = (bytes: Uint8Array) => Promise<Uint8Array>;

/** Reads bytes of a task's file, from `start` to before `end`. */
export type Read = (start: number, end: number) => Promise<Uint8Array>;

/** What the parent does for a task. An exploited process gets nothing else. */
export interface Help {
  /** Signs one claim. */
  sign?: Sign;
  read?: Read;
}

/** The file exceeded the limits of time or memory, so its content is unknown. */
export class Overrun extends Error {}

const LOOK_MS = 50;
/** Idle time after which the process is stopped, in milliseconds, because it takes 50 MB. */
const IDLE_MS = 30_000;
const ENTRY = new URL(`./sandboxed${path.extname(import.meta.url)}`, import.meta.url);

/**
 * Opens untrusted files in a separate process without credentials and environment, with limits of time and memory,
 * because an exploited decoder has only the rights of that process. One file at a time. The process is reused unless a
 * task failed.
 */
export class Sandbox {
  readonly #limits: Limits;
  readonly #entry: URL;
  readonly #idleMs: number;
  readonly #niceness: number;
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  readonly #limit = pLimit(1);

  /** @param options.niceness lower priority of the process, from 0 to 19, for work that nobody waits for */
  constructor(
    limits: Limits,
    { entry = ENTRY, idleMs = IDLE_MS, niceness = 0 }: { entry?: URL; idleMs?: number; niceness?: number } = {},
  ) {
    this.#limits = limits;
    this.#niceness = niceness;
    this.#entry = entry;
    this.#idleMs = idleMs;
  }

  /**
   * Runs a task.
   * @throws {Overrun} if the file takes too much time or memory, or ends the process
   */
  run(task: Task, help: Help = {}): Promise<Reply> {
    return this.#limit(() => this.#run(task, help));
  }

  async #run(task: Task, help: Help): Promise<Reply> {
    clearTimeout(this.#idle);
    const child = (this.#child ??= start(this.#entry, this.#niceness));
    const done = new AbortController();
    child.ref();
    child.channel?.ref();
    try {
      const reply = replyOf(child, done.signal, help);
      child.send(task);
      return await Promise.race([reply, this.#overrun(child, done.signal)]);
    } catch (error) {
      this.stop();
      throw error;
    } finally {
      done.abort();
      child.unref();
      child.channel?.unref();
      this.#idle = setTimeout(() => this.stop(), this.#idleMs).unref();
    }
  }

  async #overrun(child: ChildProcess, signal: AbortSignal): Promise<never> {
    const { seconds, bytes } = this.#limits;
    return new Promise((_resolve, reject) => {
      const fail = (what: string) => reject(new Overrun(what));
      const onExit = () => fail("it ended the process that opened it");
      const watch = setInterval(() => {
        void readResidentBytes(child.pid).then((found) => {
          if (found > bytes) fail(`it takes more than ${Math.round(bytes / 2 ** 20)} MiB of memory`);
        });
      }, LOOK_MS);
      const timer = setTimeout(() => fail(`it takes more than ${seconds} s`), seconds * 1000);
      child.once("exit", onExit);
      signal.addEventListener("abort", () => {
        clearInterval(watch);
        clearTimeout(timer);
        child.off("exit", onExit);
      });
    });
  }

  /** Ends the process. The next file starts a new one. */
  stop(): void {
    clearTimeout(this.#idle);
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }

  /** Ends the process and waits until it has exited. */
  async close(): Promise<void> {
    const child = this.#child;
    this.stop();
    if (child?.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

/** Longest range in one request, in bytes. */
const MAX_READ = 64 * 2 ** 20;

/** Waits for the answer to a task, and answers its one possible request to sign and its requests to read. */
function replyOf(child: ChildProcess, signal: AbortSignal, { sign, read }: Help): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let left = sign;
    const answer = (bytes: Promise<Answer>) => bytes.then((message) => signal.aborted || child.send(message), reject);
    const onMessage = (message: Reply | Question | null) => {
      if (message === null) {
        reject(new Overrun("it sent an unknown message"));
        return;
      }
      if (message.kind === "to read") {
        const { id, start, end } = message;
        if (!read || !isRange(start, end)) reject(new Overrun("it asks for bytes that it may not read"));
        else void answer(read(start, end).then((bytes) => ({ kind: "read", id, bytes })));
        return;
      }
      if (message.kind !== "to sign") {
        resolve(message);
        return;
      }
      const once = left;
      left = undefined;
      if (!once || !isClaim(message.bytes)) {
        reject(new Overrun("it asks for a signature that is not its due"));
        return;
      }
      void answer(once(message.bytes).then((bytes) => ({ kind: "signature", bytes })));
    };
    child.on("message", onMessage);
    signal.addEventListener("abort", () => child.off("message", onMessage));
  });
}

const isRange = (start: unknown, end: unknown): boolean =>
  Number.isSafeInteger(start) &&
  Number.isSafeInteger(end) &&
  Number(start) >= 0 &&
  Number(end) - Number(start) <= MAX_READ;

/** Path of a c2pa-node binary that replaces the packaged one. */
const LIBRARY_PATH = "C2PA_LIBRARY_PATH";

function start(entry: URL, niceness: number): ChildProcess {
  const library = process.env[LIBRARY_PATH];
  const child = fork(entry, {
    env: library === undefined ? {} : { [LIBRARY_PATH]: library },
    serialization: "advanced",
    stdio: "ignore",
    execArgv: ["--max-old-space-size=512"],
  });
  child.on("error", () => child.kill("SIGKILL"));
  // A process that could not be started has no pid; its error is handled above.
  if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness);
  return child;
}

/** Returns 0 if the system does not report it; then only the picture's size is limited. */
async function readResidentBytes(pid: number | undefined): Promise<number> {
  // No /proc outside Linux; on Linux the process may have exited.
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
