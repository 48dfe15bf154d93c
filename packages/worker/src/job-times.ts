const LEAD_SAMPLES = 8;
const LEAD_MARGIN_MS = 150;

/** How long before the running job's end the next one must be claimed, so that its inputs arrive in time. */
export class PrefetchLead {
  readonly #most: number;
  readonly #seen: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** @param milliseconds from the claim until the inputs were fetched */
  record(milliseconds: number): void {
    this.#seen.push(milliseconds);
    if (this.#seen.length > LEAD_SAMPLES) this.#seen.shift();
  }

  /** Twice the longest recent time. A job claimed too early could take another studio's turn. */
  get ms(): number {
    if (this.#seen.length === 0) return this.#most;
    return Math.min(this.#most, 2 * Math.max(...this.#seen) + LEAD_MARGIN_MS);
  }
}

/** Average duration of recent jobs on this worker. */
export class AverageDuration {
  #mean: number | undefined;

  record(milliseconds: number): void {
    this.#mean = this.#mean === undefined ? milliseconds : 0.7 * this.#mean + 0.3 * milliseconds;
  }

  get expectedMs(): number | undefined {
    return this.#mean;
  }
}
