import type { CounterName, GaugeName, HistogramName, Labels, MetricName } from "@pegbar/telemetry/metric/catalogue.ts";

/** Which series of a metric an expression reads, and which of its labels the result keeps. */
export interface Selection<N extends MetricName> {
  /** Values of labels; a regular expression must match the whole value. */
  where?: { [L in keyof Labels<N>]?: string | RegExp } | undefined;
  by?: readonly (keyof Labels<N> & string)[] | undefined;
}

/** How series of several processes, or of labels that the result does not keep, are combined. */
export type Combine = "sum" | "max";

/**
 * Writes expressions for metrics of the catalogue. On one machine Prometheus scrapes all components; in the cloud it scrapes
 * the workers, and reads what functions measure from CloudWatch, where names differ and counters have no total.
 */
export interface MetricSource {
  /** Whether Prometheus also has the metrics of AWS services. */
  isCloud: boolean;
  /** Increase of a counter over a window, such as `5m`. */
  increase: <N extends CounterName>(name: N, window: string, selection?: Selection<N>) => string;
  /** Latest value of a gauge. */
  value: <N extends GaugeName>(name: N, combine: Combine, selection?: Selection<N>) => string;
  /** Largest value of a gauge in a window. */
  maximum: <N extends GaugeName>(name: N, window: string, selection?: Selection<N>) => string;
  /** Quantile of a histogram's observations in a window. */
  quantile: <N extends HistogramName>(
    name: N,
    quantile: 0.5 | 0.95,
    window: string,
    selection?: Selection<N>,
  ) => string;
  /** Number of a histogram's observations in a window. */
  observations: <N extends HistogramName>(name: N, window: string, selection?: Selection<N>) => string;
  /** Requests to the public API, which the gateway counts in the cloud: in a window, and those of them that failed. */
  requests: (window: string, which?: "all" | "refused" | "failed") => string;
  /** Quantile of the duration of requests to the public API, in seconds. */
  requestDuration: (quantile: 0.5 | 0.95) => string;
}
