import { once } from "node:events";
import { createServer } from "node:http";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];

/** Creates a worker's metrics. Labels contain no tenant names, because operators can read Prometheus. */
export function createMetrics(labels: { worker: string; class: string }) {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    attempts: new Counter({
      name: "pegbar_worker_attempts_total",
      help: "Attempts that have ended, by outcome",
      labelNames: ["outcome"],
      registers,
    }),
    claims: new Counter({
      name: "pegbar_worker_claims_total",
      help: "Claims, by answer",
      labelNames: ["answer"],
      registers,
    }),
    inputs: new Counter({
      name: "pegbar_worker_inputs_total",
      help: "Inputs, by source",
      labelNames: ["from"],
      registers,
    }),
    restarts: new Counter({
      name: "pegbar_worker_comfyui_restarts_total",
      help: "Restarts of ComfyUI",
      registers,
    }),
    execution: new Histogram({
      name: "pegbar_worker_execution_seconds",
      help: "Execution time of prompts that succeeded in ComfyUI",
      buckets: SECONDS,
      registers,
    }),
    fetch: new Histogram({
      name: "pegbar_worker_fetch_seconds",
      help: "Time to fetch a job's inputs",
      buckets: SECONDS,
      registers,
    }),
    deliver: new Histogram({
      name: "pegbar_worker_deliver_seconds",
      help: "Time from the end of a prompt until its outputs were stored and the job's end was recorded",
      buckets: SECONDS,
      registers,
    }),
    state: new Gauge({
      name: "pegbar_worker_state",
      help: "1 for the current state of the worker",
      labelNames: ["state"],
      registers,
    }),
    busy: new Gauge({
      name: "pegbar_worker_attempts_in_hand",
      help: "Attempts in progress: fetching, rendering or delivering",
      registers,
    }),
    comfyuiMemory: new Gauge({
      name: "pegbar_worker_comfyui_memory_bytes",
      help: "Memory of ComfyUI's process, if known",
      registers,
    }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Serves `GET /metrics`, `GET /health` (200 while the worker can take jobs, otherwise 503) and `GET /live` (200 while the
 * process runs, even if ComfyUI does not).
 */
export async function serveMetrics(
  { registry }: Metrics,
  port: number,
  state: () => { state: string; isHealthy: boolean },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((req, res) => {
    const path = new URL(req.url ?? "/", "http://worker").pathname;
    if (path === "/health") {
      const now = state();
      res.writeHead(now.isHealthy ? 200 : 503, { "content-type": "application/json" });
      return res.end(JSON.stringify({ state: now.state }));
    }
    if (path === "/live") return res.writeHead(200).end();
    if (path !== "/metrics") return res.writeHead(404).end();
    return void registry.metrics().then(
      (text) => res.writeHead(200, { "content-type": registry.contentType }).end(text),
      (error: unknown) => res.writeHead(500, { "content-type": "text/plain" }).end(String(error)),
    );
  });
  server.listen(port);
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
