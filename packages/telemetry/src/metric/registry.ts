import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { catalogue, type Labels, type MetricName } from "./catalogue.ts";
import type { Component, Definition } from "./definition.ts";
import type { Metrics } from "./metrics.ts";

/** Metrics in the memory of this process, for Prometheus to scrape. */
export interface MetricRegistry extends Metrics {
  contentType: string;
  /** All metrics in Prometheus' text format. */
  format(): Promise<string>;
  /** All samples: name (with `_bucket`, `_sum`, `_count` of histograms), labels and value. */
  read(): Promise<{ name: string; labels: Record<string, string>; value: number }[]>;
}

/**
 * Creates a registry with the metrics that these components emit and those of the Node process. Counters without labels
 * start at 0, so that their first increase counts as one.
 * @param labels added to every sample
 */
export function createRegistry(components: readonly Component[], labels: Record<string, string> = {}): MetricRegistry {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  collectDefaultMetrics({ register: registry });
  const own = (Object.entries(catalogue) as [MetricName, Definition][]).filter(([, { from }]) =>
    from.some((component) => components.includes(component)),
  );
  const made = new Map(own.map(([name, definition]) => [name as string, create(registry, name, definition)]));
  const get = <T>(name: string, type: abstract new (...args: never[]) => T): T => {
    const found = made.get(name);
    if (found instanceof type) return found;
    throw new Error(`${name} is not a metric of ${components.join(", ")}: see the catalogue`);
  };
  return {
    contentType: registry.contentType,
    format: () => registry.metrics(),
    async read() {
      const all = await registry.getMetricsAsJSON();
      return all.flatMap(({ name, values }) =>
        values.map((one) => ({
          name: "metricName" in one && typeof one.metricName === "string" ? one.metricName : name,
          labels: Object.fromEntries(Object.entries(one.labels).map(([label, value]) => [label, String(value)])),
          value: one.value,
        })),
      );
    },
    count: (name, values, by = 1) => get(name, Counter).inc(values as Labels<MetricName>, by),
    observe: (name, values, value) => get(name, Histogram).observe(values as Labels<MetricName>, value),
    set: (name, samples) => {
      const one = get(name, Gauge);
      one.reset();
      for (const { labels: values, value } of samples) one.set(values as Labels<MetricName>, value);
    },
  };
}

function create(registry: Registry, name: string, definition: Definition) {
  const config = { name, help: definition.help, labelNames: [...definition.labels], registers: [registry] };
  switch (definition.type) {
    case "counter":
      return new Counter(config);
    case "gauge":
      return new Gauge(config);
    case "histogram":
      return new Histogram({ ...config, buckets: [...definition.buckets] });
  }
}
