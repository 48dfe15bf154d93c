import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { startPrometheus } from "@pegbar/local/platform/prometheus.ts";

/** Whether Prometheus is installed; warns if not. */
export function isPrometheusInstalled(what: string): boolean {
  const isHere = spawnSync("prometheus", ["--version"]).status === 0;
  if (!isHere)
    console.log(`skipped: prometheus not found, so no ${what} is tested. Install it: apt-get install prometheus`);
  return isHere;
}

const Answer = z.object({
  status: z.string(),
  error: z.string().optional(),
  data: z
    .object({
      result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
    })
    .optional(),
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

/** Starts a Prometheus that scrapes these URLs every second. Its data are deleted when it stops. */
export async function startTestPrometheus(targets: readonly string[]) {
  const dir = mkdtempSync(path.join(tmpdir(), "pegbar-prometheus-"));
  const logFile = path.join(dir, "prometheus.log");
  const { url, stop } = await startPrometheus({ dir, port: await findFreePort(), targets, logFile, scrapeSeconds: 1 });
  return {
    /** Evaluates an expression now. @throws Error with Prometheus' message for an invalid one */
    async query(expr: string) {
      const request = { method: "POST", body: new URLSearchParams({ query: expr }) };
      const { status, error, data } = Answer.parse(await (await fetch(`${url}/api/v1/query`, request)).json());
      if (status !== "success") throw new Error(`${expr}: ${error}`);
      return data?.result ?? [];
    },
    async stop() {
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
