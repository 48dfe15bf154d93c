/** Types and constructors of metric definitions. Names and units follow Prometheus: base units, `_total` for counters. */

/** Where a metric is updated: when something happens, or read from the database when metrics are collected. */
export type Component = "api" | "work-api" | "reconciler" | "sequencer" | "webhooks" | "media" | "worker" | "platform";

interface Common<L extends string> {
  /** One sentence, for the documentation and for `# HELP`. */
  help: string;
  labels: readonly L[];
  /** Processes that emit it. */
  from: readonly Component[];
}

export interface CounterDefinition<L extends string = string> extends Common<L> {
  type: "counter";
}
export interface GaugeDefinition<L extends string = string> extends Common<L> {
  type: "gauge";
}
export interface HistogramDefinition<L extends string = string> extends Common<L> {
  type: "histogram";
  /** Upper bounds, in the unit of the name. */
  buckets: readonly number[];
}
export type Definition = CounterDefinition | GaugeDefinition | HistogramDefinition;

type From = Component | readonly Component[];
const toList = (from: From): readonly Component[] => (typeof from === "string" ? [from] : from);

export const counter = <const L extends string = never>(
  from: From,
  help: string,
  labels: readonly L[] = [],
): CounterDefinition<L> => ({ type: "counter", from: toList(from), help, labels });

export const gauge = <const L extends string = never>(
  from: From,
  help: string,
  labels: readonly L[] = [],
): GaugeDefinition<L> => ({ type: "gauge", from: toList(from), help, labels });

export const histogram = <const L extends string = never>(
  from: From,
  help: string,
  buckets: readonly number[],
  labels: readonly L[] = [],
): HistogramDefinition<L> => ({ type: "histogram", from: toList(from), help, labels, buckets });
