import { once } from "node:events";
import { createServer } from "node:http";
import { createRegistry, type MetricRegistry } from "@pegbar/telemetry/metric/registry.ts";

/** Creates a worker's metrics. Labels contain no tenant names, because operators can read Prometheus. */
export const createMetrics = (labels: { worker: string; class: string }): MetricRegistry =>
  createRegistry(["worker"], labels);

/**
 * Serves `GET /metrics`, `GET /health` (200 while the worker can take jobs, otherwise 503) and `GET /live` (200 while the
 * process runs, even if ComfyUI does not).
 */
export async function serveMetrics(
  metrics: MetricRegistry,
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
    return void metrics.format().then(
      (text) => res.writeHead(200, { "content-type": metrics.contentType }).end(text),
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
