import type * as Database from "@pegbar/core/platform/database";
import { append, type Outcome, type Pending } from "@pegbar/core/result/ledger/append.ts";

/** Events per transaction; more would delay waiting requests. */
const MOST = 1000;

interface Call {
  events: readonly Pending[];
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/**
 * Appends to one log from one process. Calls that arrive during a transaction share the next one. Each call resolves once
 * its own events are committed.
 */
export class Appends {
  readonly #log: { id: number; tenantId: string | null };
  readonly #within: <T>(cb: (tx: Database.Tx) => Promise<T>) => Promise<T>;
  #waiting: Call[] = [];
  #busy = false;

  constructor(
    log: { id: number; tenantId: string | null },
    within: <T>(cb: (tx: Database.Tx) => Promise<T>) => Promise<T>,
  ) {
    this.#log = log;
    this.#within = within;
  }

  append(events: readonly Pending[]): Promise<Outcome> {
    const outcome = new Promise<Outcome>((resolve, reject) => this.#waiting.push({ events, resolve, reject }));
    if (!this.#busy) void this.#drain();
    return outcome;
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const calls = this.#next();
      try {
        const outcomes = await this.#within((tx) =>
          append(
            tx,
            this.#log,
            calls.map(({ events }) => events),
          ),
        );
        calls.forEach(({ resolve }, at) => resolve(outcomes[at] ?? { receipts: [] }));
      } catch (error) {
        // One call whose events cannot be written must not fail the others.
        if (calls.length > 1) await this.#each(calls);
        else calls[0]?.reject(error);
      }
    }
    this.#busy = false;
  }

  async #each(calls: readonly Call[]): Promise<void> {
    for (const { events, resolve, reject } of calls)
      await this.#within((tx) => append(tx, this.#log, [events])).then(
        ([outcome]) => resolve(outcome ?? { receipts: [] }),
        reject,
      );
  }

  /** Takes as many calls as fit into a transaction, at least one. */
  #next(): Call[] {
    let count = 0;
    const fits = this.#waiting.findIndex(({ events }, at) => (count += events.length) > MOST && at > 0);
    return this.#waiting.splice(0, fits === -1 ? this.#waiting.length : fits);
  }
}
