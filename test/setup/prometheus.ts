import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether Prometheus is installed; warns if not. */
export function isPrometheusInstalled(what: string): boolean {
  const isHere = spawnSync("prometheus", ["--version"]).status === 0;
  if (!isHere)
    console.log(`skipped: prometheus not found, so no ${what} is tested. Install it: apt-get install prometheus`);
  return isHere;
}

interface Sample {
  metric: Record<string, string>;
  value: [number, string];
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

/** Starts a Prometheus that scrapes these URLs every second. */
export async function startPrometheus(urls: readonly string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), "pegbar-prometheus-"));
  const targets = urls.map((url) => new URL(url));
  // JSON is YAML.
  writeFileSync(
    path.join(folder, "prometheus.yml"),
    JSON.stringify({
      global: { scrape_interval: "1s", scrape_timeout: "1s" },
      scrape_configs: [{ job_name: "pegbar", static_configs: [{ targets: targets.map(({ host }) => host) }] }],
    }),
  );
  const port = await findFreePort();
  const base = `http://127.0.0.1:${port}`;
  const child = spawn(
    "prometheus",
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=error",
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const isReady = () =>
    fetch(`${base}/-/ready`).then(
      ({ ok }) => ok,
      // Not listening yet.
      () => false,
    );
  for (const end = Date.now() + 20_000; !(await isReady()); await sleep(100)) {
    if (child.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error("Prometheus did not start");
    }
  }
  return {
    /** Evaluates an expression now. @throws Error with Prometheus' message for an invalid one */
    async query(expr: string): Promise<Sample[]> {
      const response = await fetch(`${base}/api/v1/query`, {
        method: "POST",
        body: new URLSearchParams({ query: expr }),
      });
      const body = (await response.json()) as { status: string; error?: string; data?: { result: Sample[] } };
      if (body.status !== "success") throw new Error(`${expr}: ${body.error}`);
      return body.data?.result ?? [];
    },
    stop,
  };
}
