import { Hono } from "hono";
import { createLog } from "@pegbar/core/platform/log.ts";
import { processCollectors } from "@pegbar/telemetry/metric/collect.ts";
import { sendMetricsTo } from "@pegbar/telemetry/metric/metrics.ts";
import { createRegistry } from "@pegbar/telemetry/metric/registry.ts";
import { startTracing } from "@pegbar/telemetry/trace/start.ts";
import { pluginVersions } from "@pegbar/functions/api/plugin-versions.ts";
import { readSetting } from "../process/run.ts";
import { serve } from "../process/serve.ts";
import { chartMetrics } from "../telemetry/charts.ts";
import { History } from "../telemetry/history.ts";
import { renderCharts, renderPage } from "../telemetry/page.ts";
import type { Component } from "./component.ts";

const log = createLog("platform");

/** Interval of the samples for the charts, and how long they are kept. */
const [SAMPLE_MS, KEPT_MS] = [15_000, 3_600_000];
/** Age of the last sample from which a reader gets a new one. */
const MIN_SAMPLE_MS = 5000;

/** Measures and traces the components of this process, and serves the metrics to Prometheus and as charts. */
export const telemetry: Component = async (signal, ready) => {
  const registry = createRegistry(["api", "work-api", "reconciler", "sequencer", "webhooks", "media", "platform"]);
  if (process.env["PEGBAR_METRICS"] !== "off") sendMetricsTo(registry);
  // Not awaited: what happens until the library is loaded is not traced.
  const tracing = startTracing("pegbar", process.env);
  const collect = () =>
    processCollectors.collect((collector, error) => log("warn", "metrics not collected", { collector, error }));
  registry.set("pegbar_build_info", [{ labels: { version: pluginVersions.version }, value: 1 }]);
  const history = new History(KEPT_MS / SAMPLE_MS);
  const sample = async () => {
    await collect();
    history.add(Date.now(), await registry.read(), chartMetrics);
  };
  const sampleIfOld = async () => {
    const last = history.read().at(-1);
    if (!last || Date.now() - last.at > MIN_SAMPLE_MS) await sample();
  };
  const timer = setInterval(() => void sampleIfOld(), SAMPLE_MS);
  const app = new Hono();
  app.get("/", async (c) => {
    await sampleIfOld();
    return c.html(renderPage(history.read(), SAMPLE_MS / 1000));
  });
  app.get("/charts", async (c) => {
    await sampleIfOld();
    return c.html(renderCharts(history.read()));
  });
  app.get("/metrics", async (c) => {
    await collect();
    return c.body(await registry.format(), 200, { "content-type": registry.contentType });
  });
  app.get("/live", (c) => c.body(null, 200));
  await serve(app.fetch, Number(readSetting("METRICS_PORT")), signal, ready);
  clearInterval(timer);
  await (await tracing).stop();
};
