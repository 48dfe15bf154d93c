import type { MetricRegistry } from "@pegbar/telemetry/metric/registry.ts";

/** A sample as the registry reads it. */
export type Sample = Awaited<ReturnType<MetricRegistry["read"]>>[number];

export interface Snapshot {
  /** Milliseconds since 1970. */
  at: number;
  samples: readonly Sample[];
}

/** The metrics of the last hour, for the built-in page. */
export class History {
  readonly #snapshots: Snapshot[] = [];
  readonly #most: number;

  /** @param most number of snapshots that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** Adds what the charts need of a reading. */
  add(at: number, samples: readonly Sample[], names: ReadonlySet<string>): void {
    this.#snapshots.push({ at, samples: samples.filter(({ name }) => names.has(name)) });
    if (this.#snapshots.length > this.#most) this.#snapshots.shift();
  }

  read(): readonly Snapshot[] {
    return this.#snapshots;
  }
}
