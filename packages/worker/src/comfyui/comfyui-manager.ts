import { ComfyClient, deadline, objectInfoDigest, parseObjectInfo, sleepUnlessAborted } from "@pegbar/comfyui";
import type { ComfyProcess } from "../process/comfy-process.ts";
import type { Log } from "../log.ts";
import { waitForAnswer } from "./wait-for-answer.ts";
import { runCanary } from "./canary.ts";
import type { Exchange } from "./exchange.ts";
import type { Timeouts } from "./render.ts";
import { Session } from "./session.ts";

export type ComfyUIState = "starting" | "ready" | "restarting";

/** What a ComfyUI says of itself. */
export interface Facts {
  comfyuiVersion: string;
  gpu: string;
  /** 0 where it does not say. */
  vramBytes: number;
  objectInfoDigest: string;
  /** Its node classes. */
  nodes: string[];
}

interface Options {
  process: ComfyProcess;
  client: ComfyClient;
  exchange: Exchange;
  timeouts: Timeouts;
  /** It must answer within this time after its start. */
  startSeconds: number;
  /** Above this it is started again as soon as no job runs. */
  memoryBytes: number;
  /** How often its memory is looked at. Milliseconds. */
  memoryPollMs?: number;
  log: Log;
  /** Told of each new state, in its turn. */
  onState?(state: ComfyUIState): void;
  onRestart?(reason: string): void;
}

const MEMORY_POLL_MS = 10_000;
const BACK_OFF_MS = [0, 1000, 2000, 5000, 10_000, 30_000, 60_000];

/**
 * Keeps one ComfyUI alive: starts it, sees a small graph run, hands out its session, and starts it again, with back-off,
 * when it ends or somebody finds a failed. One that is only attached is waited for.
 */
export class ComfyUIManager {
  /** Undefined until it has been ready once. */
  facts: Facts | undefined;
  /** How often it had to be started again. */
  restarts = 0;
  readonly #options: Options;
  #state: ComfyUIState = "starting";
  #session: Session | undefined;
  #onFailure: (reason: string) => void = () => undefined;
  #hasSucceeded = false;
  #needsRestart = false;
  readonly #waiting = new Set<() => void>();

  constructor(options: Options) {
    this.#options = options;
    options.process.onExit(({ code, signal }) => this.#fail(`ComfyUI ended with ${signal ?? `code ${code}`}`));
  }

  get state(): ComfyUIState {
    return this.#state;
  }

  /** The session of the ComfyUI that is ready now. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** It holds more memory than it should: give it no new job, and {@link restartForMemory} it once it is idle. */
  get needsRestart(): boolean {
    return this.#needsRestart;
  }

  restartForMemory(): void {
    this.#fail("ComfyUI holds too much memory");
  }

  /** Somebody found that the ComfyUI of this session must be started again. Nothing happens if it has been already. */
  reportFailure(session: Session, reason: string): void {
    if (session === this.#session) this.#fail(reason);
  }

  /** From now on nobody gets the session any more. */
  #fail(reason: string): void {
    this.#session = undefined;
    this.#needsRestart = false;
    this.#onFailure(reason);
  }

  /** A job's prompt succeeded: whatever was wrong before is over. */
  reportSuccess(session: Session): void {
    if (session === this.#session) this.#hasSucceeded = true;
  }

  /** The session once ComfyUI is ready; undefined after so long, or on abort. */
  async waitUntilReady(signal: AbortSignal, milliseconds?: number): Promise<Session | undefined> {
    using until = milliseconds === undefined ? undefined : deadline(milliseconds, signal);
    const limit = until?.signal ?? signal;
    while (!this.#session && !limit.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake);
          limit.removeEventListener("abort", wake);
          resolve();
        };
        this.#waiting.add(wake);
        limit.addEventListener("abort", wake, { once: true });
      });
    }
    return signal.aborted ? undefined : this.#session;
  }

  /** Keeps it until `signal` fires; the process itself is left to whoever owns it. */
  async run(signal: AbortSignal): Promise<void> {
    const { log, onRestart } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      const reason = await this.#runOnce(failures > 0, signal);
      if (signal.aborted) return;
      failures = this.#hasSucceeded ? 1 : failures + 1;
      this.restarts++;
      log("warn", "ComfyUI is started again", { reason, failures });
      onRestart?.(reason);
      const pause = BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length) - 1] ?? 0;
      await sleepUnlessAborted(pause, signal);
    }
  }

  /** One life, from the start to what ended it. */
  async #runOnce(again: boolean, signal: AbortSignal): Promise<string> {
    const { process } = this.#options;
    const failed = Promise.withResolvers<string>();
    const over = new AbortController();
    const stop = () => failed.resolve("the worker stops");
    let session: Session | undefined;
    signal.addEventListener("abort", stop, { once: true });
    this.#onFailure = failed.resolve;
    this.#hasSucceeded = false;
    this.#needsRestart = false;
    this.#enter(again ? "restarting" : "starting");
    try {
      await (again && process.canRestart ? process.restart() : process.start());
      const risen = this.#waitUntilUsable(over.signal);
      const first = await Promise.race([risen, failed.promise]);
      if (typeof first === "string") {
        over.abort();
        // `first` is the reason; this is only the echo of the abort.
        await risen.catch(() => undefined);
        return first;
      }
      session = first;
      this.#session = first;
      this.#enter("ready");
      void this.#watchMemory(over.signal);
      return await failed.promise;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      const reason = await Promise.race([failed.promise, Promise.resolve("ComfyUI is started again")]);
      this.#session = undefined;
      // Before the abort, which would end the session for a reason of its own.
      const ended = session?.end(reason);
      over.abort();
      await ended;
      signal.removeEventListener("abort", stop);
    }
  }

  /** Waits until it answers, begins with an empty queue and at first with empty folders, and sees it work. */
  async #waitUntilUsable(signal: AbortSignal): Promise<Session> {
    const { client, exchange, process, timeouts, log, startSeconds } = this.#options;
    const { stats, objectInfo } = await waitForAnswer(client, { startSeconds, log }, signal);
    if (process.canRestart) await client.clear();
    // Later lives leave that to the first job: outputs of the last one may still be on their way to the store.
    if (this.restarts === 0) await exchange.sweep(new Set());
    const parsed = parseObjectInfo(objectInfo);
    const session = new Session(client, parsed);
    signal.addEventListener("abort", () => void session.end("ComfyUI ended while it was tried"), { once: true });
    try {
      const seen = await runCanary(session, timeouts, signal);
      if (!seen) log("warn", "this image has no nodes to be tried with", {});
    } catch (error) {
      await session.end("it did not work");
      throw error;
    }
    this.facts = {
      comfyuiVersion: stats.system.comfyui_version,
      gpu: stats.devices[0]?.name ?? "unknown",
      vramBytes: stats.devices[0]?.vram_total ?? 0,
      objectInfoDigest: objectInfoDigest(parsed),
      nodes: [...parsed.keys()],
    };
    return session;
  }

  async #watchMemory(signal: AbortSignal): Promise<void> {
    const { process, memoryBytes, memoryPollMs = MEMORY_POLL_MS, log } = this.#options;
    while (!signal.aborted) {
      await sleepUnlessAborted(memoryPollMs, signal, { ref: false });
      // A supervisor that does not answer is reported as an exit of ComfyUI.
      const bytes = await process.readMemory().catch(() => undefined);
      if (bytes === undefined || bytes <= memoryBytes || this.#needsRestart || signal.aborted) continue;
      this.#needsRestart = true;
      log("warn", "ComfyUI holds too much memory", { bytes, limit: memoryBytes });
    }
  }

  #enter(state: ComfyUIState): void {
    this.#state = state;
    this.#options.onState?.(state);
    if (state === "ready") for (const wake of this.#waiting) wake();
  }
}
