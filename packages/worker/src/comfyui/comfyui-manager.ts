import {
  ComfyClient,
  getCustomNodeName,
  startDeadline,
  hashObjectInfo,
  parseObjectInfo,
  sleepUnlessAborted,
} from "@pegbar/comfyui";
import type { Software } from "@pegbar/core/contract";
import type { ComfyProcess } from "../process/comfy-process.ts";
import type { RunningJob } from "../output/output-log.ts";
import type { Log } from "../log.ts";
import { describeSoftware } from "../software/describe-software.ts";
import type { MachineFacts } from "../software/machine-facts.ts";
import { waitForAnswer } from "./wait-for-answer.ts";
import { runCanary } from "./canary.ts";
import type { Exchange } from "./exchange.ts";
import type { Timeouts } from "./render.ts";
import { Session } from "./session.ts";

export type ComfyUIState = "starting" | "ready" | "restarting";

/** What a running ComfyUI reports about itself. */
export interface Facts {
  comfyuiVersion: string;
  gpu: string;
  /** 0 if unknown. */
  vramBytes: number;
  objectInfoDigest: string;
  /** Names of its node classes. */
  nodes: string[];
  software: Software;
}

interface Options {
  process: ComfyProcess;
  client: ComfyClient;
  exchange: Exchange;
  timeouts: Timeouts;
  /** Time after the start within which it must answer, in seconds. */
  startSeconds: number;
  /** Memory limit in bytes; above it, ComfyUI is restarted as soon as no job runs. */
  memoryBytes: number;
  /** How often its memory is checked, in milliseconds. */
  memoryPollMs?: number;
  log: Log;
  /** Called for each new state, in order. */
  onState?(state: ComfyUIState): void;
  onRestart?(reason: string): void;
}

const MEMORY_POLL_MS = 10_000;
const BACK_OFF_MS = [0, 1000, 2000, 5000, 10_000, 30_000, 60_000];

/**
 * Keeps one ComfyUI running: starts it, renders a test picture, provides its session, and restarts it with back-off when
 * it exits or a failure is reported. A ComfyUI that is only attached is waited for.
 */
export class ComfyUIManager {
  /** Undefined until it has been ready once. */
  facts: Facts | undefined;
  /** Number of restarts. */
  restarts = 0;

  /** Whether this worker may restart ComfyUI. */
  get canRestart(): boolean {
    return this.#options.process.canRestart;
  }

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

  /** The session of the current ComfyUI, if it is ready. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** It is over its memory limit: give it no new job, and call {@link restartForMemory} once it is idle. */
  get needsRestart(): boolean {
    return this.#needsRestart;
  }

  restartForMemory(): void {
    this.#fail("ComfyUI uses too much memory");
  }

  /** Says whose prompt ComfyUI runs from now on, for the log of its output. */
  markStart(job: RunningJob): void {
    this.#options.process.markStart(job);
  }

  /** Reports that the ComfyUI of this session must be restarted. No effect if it already has been. */
  reportFailure(session: Session, reason: string): void {
    if (session === this.#session) this.#fail(reason);
  }

  /** Ends the session, so that no job gets it any more. */
  #fail(reason: string): void {
    this.#session = undefined;
    this.#needsRestart = false;
    this.#onFailure(reason);
  }

  /** Reports that a job's prompt succeeded, which resets the back-off. */
  reportSuccess(session: Session): void {
    if (session === this.#session) this.#hasSucceeded = true;
  }

  /** Waits for a ready ComfyUI. @returns its session; undefined after `milliseconds` or on abort */
  async waitUntilReady(signal: AbortSignal, milliseconds?: number): Promise<Session | undefined> {
    using until = milliseconds === undefined ? undefined : startDeadline(milliseconds, signal);
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

  /** Keeps ComfyUI running until `signal` aborts; the owner of the process stops it. */
  async run(signal: AbortSignal): Promise<void> {
    const { log, onRestart } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      const reason = await this.#runOnce(failures > 0, signal);
      if (signal.aborted) return;
      failures = this.#hasSucceeded ? 1 : failures + 1;
      this.restarts++;
      log("warn", "restarting ComfyUI", { reason, failures });
      onRestart?.(reason);
      const pause = BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length) - 1] ?? 0;
      await sleepUnlessAborted(pause, signal);
    }
  }

  /** Runs ComfyUI once. @returns the reason why it ended */
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
        // `first` has the reason; this error is only a consequence of the abort.
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
      // Before the abort, which would set another reason.
      const ended = session?.end(reason);
      over.abort();
      await ended;
      signal.removeEventListener("abort", stop);
    }
  }

  /** Waits until it answers, empties its queue and, the first time, its folders, and renders the test picture. */
  async #waitUntilUsable(signal: AbortSignal): Promise<Session> {
    const { client, exchange, process, timeouts, log, startSeconds } = this.#options;
    // Asked while ComfyUI starts, so that this takes no time of its own.
    const asked = this.#readMachineFacts();
    const { stats, objectInfo } = await waitForAnswer(client, { startSeconds, log }, signal);
    if (process.canRestart) await client.clear();
    // After a restart, the first job empties the folders: outputs of the previous one may still be uploading.
    if (this.restarts === 0) await exchange.sweep(new Set());
    const parsed = parseObjectInfo(objectInfo);
    // Nobody reports the exit of a ComfyUI that is only attached, and the next one may have other nodes and packages.
    const onIdleClose = () => this.reportFailure(session, "ComfyUI closed its connection");
    const session: Session = new Session(client, parsed, process.canRestart ? undefined : onIdleClose);
    signal.addEventListener("abort", () => void session.end("ComfyUI exited during the test picture"), { once: true });
    try {
      const seen = await runCanary(session, timeouts, () => process.markStart(undefined), signal);
      if (!seen) log("warn", "this image has no nodes for the test picture; starting without a test", {});
    } catch (error) {
      await session.end("it did not work");
      throw error;
    }
    this.facts = {
      comfyuiVersion: stats.system.comfyui_version,
      gpu: stats.devices[0]?.name ?? "unknown",
      vramBytes: stats.devices[0]?.vram_total ?? 0,
      objectInfoDigest: hashObjectInfo(parsed),
      nodes: [...parsed.keys()],
      software: describeSoftware(
        stats.system,
        [...parsed.values()].flatMap((spec) => getCustomNodeName(spec) ?? []),
        await asked,
      ),
    };
    return session;
  }

  /** Reads what the machine knows. A worker whose machine does not answer works without these facts. */
  async #readMachineFacts(): Promise<MachineFacts> {
    const { process, log } = this.#options;
    const facts = await process.readMachineFacts().catch((error: unknown) => ({ failure: String(error) }));
    if (facts.failure !== undefined) log("warn", "the machine's software is not known", { reason: facts.failure });
    return facts;
  }

  async #watchMemory(signal: AbortSignal): Promise<void> {
    const { process, memoryBytes, memoryPollMs = MEMORY_POLL_MS, log } = this.#options;
    while (!signal.aborted) {
      await sleepUnlessAborted(memoryPollMs, signal, { ref: false });
      // An unreachable supervisor is reported as an exit of ComfyUI.
      const bytes = await process.readMemory().catch(() => undefined);
      if (bytes === undefined || bytes <= memoryBytes || this.#needsRestart || signal.aborted) continue;
      this.#needsRestart = true;
      log("warn", "ComfyUI uses too much memory", { bytes, limit: memoryBytes });
    }
  }

  #enter(state: ComfyUIState): void {
    this.#state = state;
    this.#options.onState?.(state);
    if (state === "ready") for (const wake of this.#waiting) wake();
  }
}
