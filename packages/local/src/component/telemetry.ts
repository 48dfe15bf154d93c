import { Hono } from "hono";
import { log } from "@pegbar/functions/ports.ts";
import { processCollectors } from "@pegbar/telemetry/metric/collect.ts";
import { sendMetricsTo } from "@pegbar/telemetry/metric/metrics.ts";
import { createRegistry } from "@pegbar/telemetry/metric/registry.ts";
import { startTracing } from "@pegbar/telemetry/trace/start.ts";
import { readSetting } from "../process/run.ts";
import { serve } from "../process/serve.ts";
import type { Component } from "./component.ts";

/** Measures and traces the components of this process, and serves the metrics to Prometheus. */
export const telemetry: Component = async (signal, ready) => {
  const registry = createRegistry(["api", "work-api", "reconciler", "sequencer", "webhooks", "media", "platform"]);
  sendMetricsTo(registry);
  // Not awaited: what happens until the library is loaded is not traced.
  const tracing = startTracing("pegbar", process.env);
  const collect = () =>
    processCollectors.collect((collector, error) =>
      log("warn", "metrics not collected", { collector, error: String(error) }),
    );
  const app = new Hono();
  app.get("/metrics", async (c) => {
    await collect();
    return c.body(await registry.format(), 200, { "content-type": registry.contentType });
  });
  app.get("/live", (c) => c.body(null, 200));
  await serve(app.fetch, Number(readSetting("METRICS_PORT")), signal, ready);
  await (await tracing).stop();
};
