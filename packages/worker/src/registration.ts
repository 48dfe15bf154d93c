import { sleepUnlessAborted } from "@pegbar/comfyui";
import type { RegisterRequest, WorkerState } from "@pegbar/core/contract";
import type { Log } from "./log.ts";
import type { WorkApi } from "./work-api.ts";

interface Options {
  workApi: Pick<WorkApi, "register" | "report" | "leave">;
  workerId: string;
  log: Log;
  /** Reported together with the state. */
  loadedModels(): string[];
  restarts(): number;
}

const RETRY_MS = 1000;
const REPORT_MS = 10_000;

/**
 * Registers this worker with the platform and reports its state on every change and every ten seconds. A worker whose nodes
 * differ from the expected image's gets no jobs; it keeps asking.
 */
export class Registration {
  readonly #options: Options;
  readonly #changed = new Set<() => void>();
  #facts: Omit<RegisterRequest, "workerId" | "state"> | undefined;
  #state: WorkerState = "starting";
  #isFit = false;
  #reason = "";
  #wake: () => void = () => undefined;
  /** Incremented by every change, so that none is lost during a report. */
  #version = 0;
  #isRegistered = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether the platform gives it jobs. */
  get isFit(): boolean {
    return this.#isFit;
  }

  get state(): WorkerState {
    return this.#facts && this.#isRegistered && !this.#isFit && this.#state !== "draining" ? "unfit" : this.#state;
  }

  /** Sets the description of a newly started ComfyUI, which replaces the previous one's. */
  setDescription(facts: Omit<RegisterRequest, "workerId" | "state">): void {
    this.#facts = facts;
    this.registerAgain();
  }

  /** Registers again after a rejected claim: the platform now expects another image. */
  registerAgain(): void {
    this.#isFit = false;
    this.#isRegistered = false;
    this.#touch();
  }

  setState(state: WorkerState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#touch();
  }

  /** Resolves once the worker can take jobs, or on abort. */
  async waitUntilFit(signal: AbortSignal): Promise<void> {
    while (!this.#isFit && !signal.aborted)
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#changed.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        this.#changed.add(wake);
        signal.addEventListener("abort", wake, { once: true });
      });
  }

  /** Reports to the platform until `signal` aborts, then deregisters. */
  async run(signal: AbortSignal): Promise<void> {
    const { workApi, workerId, log } = this.#options;
    while (!signal.aborted) {
      const told = this.#version;
      const pause = await this.#report().catch((error: unknown) => {
        log("warn", "worker state not reported", { error });
        return RETRY_MS;
      });
      if (this.#version === told) await this.#pause(pause, signal);
    }
    await workApi.leave(workerId).catch((error: unknown) => log("warn", "worker not deregistered", { error }));
  }

  /** Reports once. @returns the milliseconds to wait until the next report, unless something changes */
  async #report(): Promise<number> {
    const { workApi, workerId, loadedModels, restarts, log } = this.#options;
    if (!this.#facts) return REPORT_MS;
    const state = this.#state;
    const answer = this.#isRegistered
      ? await workApi.report(workerId, { state, loadedModels: loadedModels(), restarts: restarts() })
      : await workApi.register({ ...this.#facts, workerId, state });
    if (!answer) {
      this.#isRegistered = false;
      return 0;
    }
    this.#isRegistered = true;
    if (!answer.fit && answer.reason !== this.#reason) log("error", "cannot take jobs", { reason: answer.reason });
    this.#reason = answer.fit ? "" : answer.reason;
    this.#isFit = answer.fit;
    for (const wake of this.#changed) wake();
    return answer.fit ? REPORT_MS : RETRY_MS;
  }

  #touch(): void {
    this.#version++;
    this.#wake();
  }

  async #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const stop = () => woken.abort();
    signal.addEventListener("abort", stop, { once: true });
    await sleepUnlessAborted(milliseconds, woken.signal);
    signal.removeEventListener("abort", stop);
    this.#wake = () => undefined;
  }
}
