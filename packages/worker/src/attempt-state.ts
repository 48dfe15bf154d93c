/** Where an attempt stands on its way through this worker, in this order. */
export const attemptStates = ["fetching", "waiting", "prompted", "delivering", "reporting", "ended"] as const;
export type AttemptState = (typeof attemptStates)[number];

/**
 * Which state may follow which. The diagram in docs/operations/worker.md shows this table, and a test compares the two.
 *
 * - `fetching`: its inputs come from the cache or the store
 * - `waiting`: for ComfyUI to be ready, and for the job before to be in ComfyUI's queue
 * - `prompted`: ComfyUI has the prompt, in its queue or running; back to `waiting` when ComfyUI loses it before the start
 * - `delivering`: its outputs go to the store. Nothing but a lost lease stops it from here on
 * - `reporting`: the platform is told how it ended
 * - `ended`: nothing of it is left on this machine
 */
export const transitions: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  fetching: ["waiting", "reporting"],
  waiting: ["prompted", "reporting"],
  prompted: ["waiting", "delivering", "reporting"],
  delivering: ["reporting"],
  reporting: ["ended"],
  ended: [],
};

const orderOf = (state: AttemptState): number => attemptStates.indexOf(state);

/** The state of one attempt, and whoever waits for it. */
export class AttemptLifecycle {
  #state: AttemptState = "fetching";
  readonly #waiting = new Map<AttemptState, PromiseWithResolvers<void>>();

  get state(): AttemptState {
    return this.#state;
  }

  /** @throws Error for a transition that is not in the table: an error of this worker */
  enter(next: AttemptState): void {
    if (!transitions[this.#state].includes(next))
      throw new Error(`an attempt cannot go from ${this.#state} to ${next}`);
    this.#state = next;
    for (const [state, { resolve }] of this.#waiting) if (orderOf(next) >= orderOf(state)) resolve();
  }

  /** Resolves when the attempt enters this state or a later one for the first time. Never rejects. */
  waitUntil(state: AttemptState): Promise<void> {
    if (orderOf(this.#state) >= orderOf(state)) return Promise.resolve();
    const waiting = this.#waiting.get(state) ?? Promise.withResolvers<void>();
    this.#waiting.set(state, waiting);
    return waiting.promise;
  }
}
