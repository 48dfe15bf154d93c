import { sleepUnlessAborted } from "@pegbar/comfyui";
import type { RegisterRequest, WorkerState } from "@pegbar/core/contract";
import type { Log } from "./log.ts";
import type { WorkApi } from "./work-api.ts";

interface Options {
  workApi: Pick<WorkApi, "register" | "report" | "leave">;
  workerId: string;
  log: Log;
  /** What is reported beside the state. */
  loadedModels(): string[];
  restarts(): number;
}

const RETRY_MS = 1000;
const REPORT_MS = 10_000;

/**
 * Tells the platform who this worker is, and how it is, as often as that changes and every ten seconds. A worker whose
 * nodes are not those of the expected image is told to take no job, and asks again.
 */
export class Registration {
  readonly #options: Options;
  readonly #changed = new Set<() => void>();
  #facts: Omit<RegisterRequest, "workerId" | "state"> | undefined;
  #state: WorkerState = "starting";
  #isFit = false;
  #reason = "";
  #wake: () => void = () => undefined;
  /** Bumped by every change, so that none is lost while one is being told. */
  #version = 0;
  #isRegistered = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether the platform wants jobs from it. */
  get isFit(): boolean {
    return this.#isFit;
  }

  get state(): WorkerState {
    return this.#facts && this.#isRegistered && !this.#isFit && this.#state !== "draining" ? "unfit" : this.#state;
  }

  /** A ComfyUI is up: whatever was known of the last one counts no more. */
  setDescription(facts: Omit<RegisterRequest, "workerId" | "state">): void {
    this.#facts = facts;
    this.registerAgain();
  }

  /** The platform refused a claim: it expects another image than it did. */
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

  /** Resolves once the worker may take jobs, or on abort. */
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

  /** Keeps the platform informed until `signal` fires, then says good-bye. */
  async run(signal: AbortSignal): Promise<void> {
    const { workApi, workerId, log } = this.#options;
    while (!signal.aborted) {
      const told = this.#version;
      const pause = await this.#report().catch((error: unknown) => {
        log("warn", "the platform does not know this worker's state", { error: String(error) });
        return RETRY_MS;
      });
      if (this.#version === told) await this.#pause(pause, signal);
    }
    await workApi
      .leave(workerId)
      .catch((error: unknown) => log("warn", "worker not deregistered", { error: String(error) }));
  }

  /** Returns how long to wait before the next time, unless something changes. */
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
    if (!answer.fit && answer.reason !== this.#reason) log("error", "takes no job", { reason: answer.reason });
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
