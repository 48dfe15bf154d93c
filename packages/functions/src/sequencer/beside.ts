const FIRST_REST_MS = 1000;
const LONGEST_REST_MS = 30_000;

/** Work beside the sequencer's loop, which holds no record up: one run at a time, and after a failure a growing rest. */
export class Beside {
  readonly #work: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #run: Promise<void> | undefined;
  #wanted = false;
  #restMs = 0;
  #restsUntil = 0;

  constructor(work: () => Promise<void>, failed: (error: unknown) => void) {
    this.#work = work;
    this.#failed = failed;
  }

  /** Begins a run if there is something to do: now, or since a run that failed. */
  begin(news: boolean): void {
    this.#wanted ||= news;
    if (!this.#wanted || this.#run || performance.now() < this.#restsUntil) return;
    this.#wanted = false;
    this.#run = this.#work()
      .then(
        () => void (this.#restMs = 0),
        (error: unknown) => {
          this.#wanted = true;
          this.#restMs = Math.min(Math.max(FIRST_REST_MS, this.#restMs * 2), LONGEST_REST_MS);
          this.#restsUntil = performance.now() + this.#restMs;
          this.#failed(error);
        },
      )
      .finally(() => (this.#run = undefined));
  }

  /** Waits for the run that is under way. */
  async settled(): Promise<void> {
    await this.#run;
  }
}
