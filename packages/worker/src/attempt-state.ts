/** States of an attempt on this worker, in order. */
export const attemptStates = ["fetching", "waiting", "prompted", "delivering", "reporting", "ended"] as const;
export type AttemptState = (typeof attemptStates)[number];

/**
 * Allowed transitions. The diagram in docs/operations/worker.md shows this table; a test compares the two.
 *
 * - `fetching`: its inputs come from the cache or the store
 * - `waiting`: for ComfyUI to be ready, and for the previous job to be in ComfyUI's queue
 * - `prompted`: ComfyUI has the prompt, queued or running; back to `waiting` if ComfyUI loses it before it starts
 * - `delivering`: its outputs are being uploaded. From here on only a lost lease stops it
 * - `reporting`: its end is being reported to the platform
 * - `ended`: its files are removed from this machine
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

/** The state of an attempt, with a way to wait for a state. */
export class AttemptLifecycle {
  #state: AttemptState = "fetching";
  readonly #waiting = new Map<AttemptState, PromiseWithResolvers<void>>();

  get state(): AttemptState {
    return this.#state;
  }

  /** @throws Error for a transition that is not in the table, which is a bug in the worker */
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
