import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { Reply, Task } from "./sandboxed.ts";

export interface Limits {
  seconds: number;
  /** Resident memory of the process, in bytes. */
  bytes: number;
}

/** The file took more than it may: nobody knows what is in it. */
export class Overrun extends Error {}

const LOOK_MS = 50;
const ENTRY = new URL(`./sandboxed${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/**
 * Opens files of strangers in a process of its own, which has no credentials, no environment, and not for ever: a decoder
 * that can be broken is broken there. One file at a time; the process stays for the next one unless something went wrong.
 */
export class Sandbox {
  readonly #limits: Limits;
  #child: ChildProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Throws {@link Overrun} when the file takes too long or too much, or ends the process. */
  run(task: Task): Promise<Reply> {
    const next = this.#last.then(() => this.#run(task));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #run(task: Task): Promise<Reply> {
    const child = (this.#child ??= start());
    const done = new AbortController();
    child.ref();
    child.channel?.ref();
    try {
      const reply = once(child, "message", { signal: done.signal }) as Promise<[Reply]>;
      child.send(task);
      const [answer] = await Promise.race([reply, this.#overrun(child, done.signal)]);
      return answer;
    } catch (error) {
      this.stop();
      throw error;
    } finally {
      done.abort();
      child.unref();
      child.channel?.unref();
    }
  }

  async #overrun(child: ChildProcess, signal: AbortSignal): Promise<never> {
    const { seconds, bytes } = this.#limits;
    return new Promise((_resolve, reject) => {
      const fail = (what: string) => reject(new Overrun(what));
      const onExit = () => fail("it ended the process that opened it");
      const watch = setInterval(() => {
        void residentBytes(child.pid).then((found) => {
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

  /** Ends the process; the next file gets a new one. */
  stop(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }
}

function start(): ChildProcess {
  const child = fork(ENTRY, {
    env: {},
    serialization: "advanced",
    stdio: "ignore",
    execArgv: ["--max-old-space-size=512"],
  });
  child.on("error", () => child.kill("SIGKILL"));
  return child;
}

/** 0 where the system does not tell: then the picture's size alone is the limit. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
