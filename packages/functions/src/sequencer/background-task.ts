const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 30_000;

/** Work in the background of the sequencer's loop, which it does not delay: one run at a time, with back-off after a failure. */
export class BackgroundTask {
  readonly #work: () => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #run: Promise<void> | undefined;
  #wanted = false;
  #delayMs = 0;
  #delayUntil = 0;

  constructor(work: () => Promise<void>, onFailure: (error: unknown) => void) {
    this.#work = work;
    this.#onFailure = onFailure;
  }

  /** Starts a run if there is new work, or work left by a failed run. */
  start(hasWork: boolean): void {
    this.#wanted ||= hasWork;
    if (!this.#wanted || this.#run || performance.now() < this.#delayUntil) return;
    this.#wanted = false;
    this.#run = this.#work()
      .then(
        () => void (this.#delayMs = 0),
        (error: unknown) => {
          this.#wanted = true;
          this.#delayMs = Math.min(Math.max(FIRST_DELAY_MS, this.#delayMs * 2), MAX_DELAY_MS);
          this.#delayUntil = performance.now() + this.#delayMs;
          this.#onFailure(error);
        },
      )
      .finally(() => (this.#run = undefined));
  }

  /** Waits for the current run. */
  async waitUntilIdle(): Promise<void> {
    await this.#run;
  }
}
