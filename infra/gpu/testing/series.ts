import { catalogue, type CounterName, type GaugeName, type Labels } from "@pegbar/telemetry/metric/catalogue.ts";
import { buildExportedName } from "../metric-source/cloudwatch-name.ts";
import { createCloudwatchSource, PERIOD_SECONDS } from "../metric-source/cloudwatch.ts";
import { scraped } from "../metric-source/scraped.ts";
import type { MetricSource } from "../metric-source/source.ts";

/** A series of promtool's unit tests, with one value per minute. */
export interface Series {
  series: string;
  values: string;
}

const NAMESPACE = "Pegbar/prod";

/** Test data of a source: how its Prometheus stores what a component measures. */
export interface TestSource {
  name: string;
  source: MetricSource;
  /** A counter that increases by an amount each minute, in several phases. */
  counter: <N extends CounterName>(
    name: N,
    labels: Partial<Labels<N>>,
    ...phases: { minutes: number; perMinute: number }[]
  ) => Series;
  /** A gauge with a value for some minutes, in several phases. */
  gauge: <N extends GaugeName>(
    name: N,
    labels: Partial<Labels<N>>,
    ...phases: { minutes: number; value: number }[]
  ) => Series;
}

const format = (name: string, labels: Record<string, unknown>): string =>
  `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${String(value)}"`)
    .join(",")}}`;

const formatGauge = (name: string, labels: Record<string, unknown>, phases: { minutes: number; value: number }[]) => ({
  series: format(name, labels),
  values: phases.map(({ minutes, value }) => `${value}x${minutes - 1}`).join(" "),
});

export const scrapedSource: TestSource = {
  name: "scraped",
  source: scraped,
  counter: (name, labels, ...phases) => {
    let total = 0;
    const values = phases.map(({ minutes, perMinute }) => {
      const text = `${total}+${perMinute}x${minutes - 1}`;
      total += perMinute * minutes;
      return text;
    });
    return { series: format(name, { ...labels, instance: "a" }), values: values.join(" ") };
  },
  gauge: (name, labels, ...phases) => formatGauge(name, { ...labels, instance: "a" }, phases),
};

const cloud = createCloudwatchSource(NAMESPACE, /pegbar-prod-.*/);
export const usedInCloud = cloud.used;
const isScraped = (name: CounterName | GaugeName) => catalogue[name].from.every((from) => from === "worker");

export const cloudwatchSource: TestSource = {
  name: "CloudWatch",
  source: cloud.source,
  counter: (name, labels, ...phases) =>
    isScraped(name)
      ? scrapedSource.counter(name, labels, ...phases)
      : formatGauge(
          buildExportedName(NAMESPACE, name, "Sum"),
          labels,
          phases.map(({ minutes, perMinute }) => ({ minutes, value: (perMinute * PERIOD_SECONDS) / 60 })),
        ),
  gauge: (name, labels, ...phases) =>
    isScraped(name)
      ? scrapedSource.gauge(name, labels, ...phases)
      : formatGauge(buildExportedName(NAMESPACE, name, "Maximum"), labels, phases),
};

export const testSources: readonly TestSource[] = [scrapedSource, cloudwatchSource];
