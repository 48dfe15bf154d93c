import { catalogue, type MetricName } from "@pegbar/telemetry/metric/catalogue.ts";
import { buildExportedName } from "./cloudwatch-name.ts";
import { scraped } from "./scraped.ts";
import { aggregate, formatSelector } from "./selector.ts";
import type { MetricSource } from "./source.ts";

/** Seconds of a CloudWatch datapoint. The exporter reads once per period: each read of a metric costs. */
export const PERIOD_SECONDS = 120;
/** Prometheus scrapes the exporter this often (default of its chart), so each datapoint is seen several times. */
export const SCRAPE_SECONDS = 60;

type Statistic = "Sum" | "Maximum" | "SampleCount" | "p50" | "p95";
/** Metrics of a namespace that the exporter must read, with their statistics. */
export type Used = Map<string, Map<string, Set<Statistic>>>;

/** Namespace of the gateway's metrics. */
export const GATEWAY = "AWS/ApiGateway";
const counts = { all: "Count", refused: "4XXError", failed: "5XXError" } as const;

/**
 * Metrics in the cloud: those of functions as the CloudWatch exporter names them, those of workers as scraped.
 * @param namespace CloudWatch's namespace of the stage's own metrics
 * @param api regular expression for the gateway's name of the public API
 * @returns the source, and the metrics that its expressions have used so far, which the exporter must read
 */
export function createCloudwatchSource(namespace: string, api: RegExp): { source: MetricSource; used: Used } {
  const used: Used = new Map();
  const use = (space: string, metric: string, statistic: Statistic): string => {
    const metrics = used.get(space) ?? new Map<string, Set<Statistic>>();
    used.set(space, metrics.set(metric, (metrics.get(metric) ?? new Set<Statistic>()).add(statistic)));
    return buildExportedName(space, metric, statistic);
  };
  const own = (name: MetricName, statistic: Statistic) => use(namespace, name, statistic);
  const isScraped = (name: MetricName): boolean => catalogue[name].from.every((one) => one === "worker");
  /** Sum of the datapoints in a window, each of which is seen once per scrape. */
  const total = (metric: string, selector: string, window: string) =>
    `sum_over_time(${metric}${selector}[${window}]) * ${SCRAPE_SECONDS / PERIOD_SECONDS}`;
  const gateway = formatSelector({ ApiName: api });

  const source: MetricSource = {
    isCloud: true,
    increase: (name, window, selection = {}) =>
      isScraped(name)
        ? scraped.increase(name, window, selection)
        : aggregate("sum", selection.by, total(own(name, "Sum"), formatSelector(selection.where), window)),
    value: (name, combine, selection = {}) =>
      isScraped(name)
        ? scraped.value(name, combine, selection)
        : aggregate(combine, selection.by, `${own(name, "Maximum")}${formatSelector(selection.where)}`),
    maximum: (name, window, selection = {}) =>
      isScraped(name)
        ? scraped.maximum(name, window, selection)
        : aggregate(
            "max",
            selection.by,
            `max_over_time(${own(name, "Maximum")}${formatSelector(selection.where)}[${window}])`,
          ),
    quantile: (name, quantile, window, selection = {}) =>
      isScraped(name)
        ? scraped.quantile(name, quantile, window, selection)
        : aggregate(
            "max",
            selection.by,
            `max_over_time(${own(name, quantile === 0.5 ? "p50" : "p95")}${formatSelector(selection.where)}[${window}])`,
          ),
    observations: (name, window, selection = {}) =>
      isScraped(name)
        ? scraped.observations(name, window, selection)
        : aggregate("sum", selection.by, total(own(name, "SampleCount"), formatSelector(selection.where), window)),
    requests: (window, which = "all") => `sum(${total(use(GATEWAY, counts[which], "Sum"), gateway, window)})`,
    // The gateway measures in milliseconds.
    requestDuration: (quantile) => `max(${use(GATEWAY, "Latency", quantile === 0.5 ? "p50" : "p95")}${gateway}) / 1000`,
  };
  return { source, used };
}
