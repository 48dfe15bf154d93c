import type { MetricName } from "./catalogue.ts";
import type { Metrics } from "./metrics.ts";

/** Most values of one metric in one line of the embedded metric format. */
const MAX_VALUES = 100;

interface Line {
  labels: Record<string, string>;
  values: Map<MetricName, number[]>;
}

export interface BufferedMetrics extends Metrics {
  /** Writes what was collected since the last call. Call it before a Lambda freezes. */
  flush(): void;
}

/**
 * Collects metrics for CloudWatch and writes them as lines of its embedded metric format, which CloudWatch Logs turns into
 * metrics without a request. A counter's increases are summed; a gauge keeps its last value.
 * Source: Amazon CloudWatch user guide, "Specification: Embedded metric format".
 * @param namespace CloudWatch's namespace of all metrics; one per stage, because stages may share an account
 */
export function createEmbeddedMetrics(namespace: string, write: (line: string) => unknown): BufferedMetrics {
  let lines = new Map<string, Line>();
  const getValues = (name: MetricName, labels: Record<string, string>): number[] => {
    const present = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ""));
    const key = JSON.stringify(Object.entries(present).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    let line = lines.get(key);
    if (!line) lines.set(key, (line = { labels: present, values: new Map() }));
    let values = line.values.get(name);
    if (!values) line.values.set(name, (values = []));
    return values;
  };
  return {
    count(name, labels, by = 1) {
      const values = getValues(name, labels);
      values[0] = (values[0] ?? 0) + by;
    },
    observe(name, labels, value) {
      getValues(name, labels).push(value);
    },
    set(name, samples) {
      for (const { labels, value } of samples) getValues(name, labels).splice(0, 1, value);
    },
    flush() {
      const collected = lines;
      lines = new Map();
      for (const line of collected.values()) for (const text of formatLines(namespace, line)) write(`${text}\n`);
    },
  };
}

/** One line per {@link MAX_VALUES} values. */
function formatLines(namespace: string, { labels, values }: Line): string[] {
  const most = Math.max(...[...values.values()].map(({ length }) => length));
  return Array.from({ length: Math.ceil(most / MAX_VALUES) }, (_, at) => {
    const parts = [...values].flatMap(([name, all]) => {
      const part = all.slice(at * MAX_VALUES, (at + 1) * MAX_VALUES);
      return part.length === 0 ? [] : [[name, part.length === 1 ? part[0] : part] as const];
    });
    return JSON.stringify({
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          {
            Namespace: namespace,
            Dimensions: [Object.keys(labels)],
            Metrics: parts.map(([name]) => ({ Name: name, Unit: getUnit(name) })),
          },
        ],
      },
      ...labels,
      ...Object.fromEntries(parts),
    });
  });
}

/** From the name, so that functions need not load the catalogue. */
function getUnit(name: MetricName): "Seconds" | "Bytes" | "Count" | "None" {
  if (name.endsWith("_total")) return "Count";
  if (name.endsWith("_seconds")) return "Seconds";
  return name.endsWith("_bytes") ? "Bytes" : "None";
}
