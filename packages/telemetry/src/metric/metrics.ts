import type { CounterName, GaugeName, HistogramName, Labels, MetricName } from "./catalogue.ts";

export interface Sample<N extends MetricName> {
  labels: Labels<N>;
  value: number;
}

/** Where a process sends its metrics. Never throws. Only metrics of the catalogue, with exactly their labels. */
export interface Metrics {
  /** Adds `by` to a counter; default 1. */
  count<N extends CounterName>(name: N, labels: Labels<N>, by?: number): void;
  /** Adds an observation to a histogram, in the unit of its name. */
  observe<N extends HistogramName>(name: N, labels: Labels<N>, value: number): void;
  /** Replaces all samples of a gauge, so that one of a class or state that no longer exists disappears. */
  set<N extends GaugeName>(name: N, samples: readonly Sample<N>[]): void;
}

/** Discards everything: for tests and tools. */
export const noMetrics: Metrics = { count: () => undefined, observe: () => undefined, set: () => undefined };

let current: Metrics = noMetrics;

/** Sends the metrics of this process to `metrics`. */
export function sendMetricsTo(metrics: Metrics): void {
  current = metrics;
}

/** The metrics of this process; they go where {@link sendMetricsTo} says, also if that is called later. */
export const processMetrics: Metrics = {
  count: (name, labels, by) => current.count(name, labels, by),
  observe: (name, labels, value) => current.observe(name, labels, value),
  set: (name, samples) => current.set(name, samples),
};
