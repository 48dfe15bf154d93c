import { processMetrics, type Metrics } from "./metrics.ts";

/** Reads gauges from where the state is stored. */
export type Collector = () => Promise<void>;

/** Collected values are used again for this long, so that scrapes cannot load the database. */
const FRESH_MS = 5000;

interface Entry {
  collect: Collector;
  at: number;
  running: Promise<void> | undefined;
}

/** Collectors that run when metrics are read. */
export class Collectors {
  readonly #entries = new Map<string, Entry>();
  readonly #metrics: Metrics;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /** Adds a collector, or replaces the one with this name. Returns a function that removes it. */
  add(name: string, collect: Collector): () => void {
    const entry: Entry = { collect, at: -Infinity, running: undefined };
    this.#entries.set(name, entry);
    return () => {
      if (this.#entries.get(name) === entry) this.#entries.delete(name);
    };
  }

  /** Runs all collectors that have not run in the last five seconds. Never rejects: `onError` gets what they throw. */
  async collect(onError: (collector: string, error: unknown) => void): Promise<void> {
    await Promise.all([...this.#entries].map(([name, entry]) => this.#refresh(name, entry, onError)));
  }

  async #refresh(name: string, entry: Entry, onError: (collector: string, error: unknown) => void): Promise<void> {
    if (entry.running) return entry.running;
    if (performance.now() - entry.at < FRESH_MS) return;
    this.#metrics.count("pegbar_telemetry_errors_total", { collector: name }, 0);
    entry.running = entry
      .collect()
      .catch((error: unknown) => {
        this.#metrics.count("pegbar_telemetry_errors_total", { collector: name });
        onError(name, error);
      })
      .finally(() => {
        entry.at = performance.now();
        entry.running = undefined;
      });
    await entry.running;
  }
}

/** The collectors of this process. */
export const processCollectors = new Collectors(processMetrics);
