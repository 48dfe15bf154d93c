import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolder } from "@pegbar/sdk/node";
import { HOST } from "./addresses.ts";

interface Options {
  dir: string;
  port: number;
  /** URLs of metrics. */
  targets: readonly string[];
  logFile: string;
  /** Seconds between two scrapes. */
  scrapeSeconds?: number;
}

export interface Prometheus {
  url: string;
  stop(): Promise<void>;
}

const SCRAPE_SECONDS = 5;
const KEPT = "15d";
const READY_MS = 30_000;
const POLL_MS = 100;
const STOP_MS = 10_000;

/** Fails with what to do if no `prometheus` is installed. */
export function assertPrometheusInstalled(): void {
  if (spawnSync("prometheus", ["--version"]).status === 0) return;
  throw new Error(
    "--with-prometheus: no program `prometheus` was found. Install it (Debian: apt-get install prometheus; others: prometheus.io/download) and add it to PATH, or start without the option: the metrics page needs no Prometheus.",
  );
}

/** Starts an installed Prometheus that scrapes the platform; its data persists in the data folder. */
export async function startPrometheus({ dir, port, targets, logFile, scrapeSeconds }: Options): Promise<Prometheus> {
  const folder = path.join(dir, "prometheus");
  await makeFolder(folder);
  await stopLeftover(folder);
  const config = path.join(folder, "prometheus.yml");
  writeFileSync(config, JSON.stringify(buildConfig(targets, scrapeSeconds), null, 2));
  const server = spawn(
    "prometheus",
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(folder, "data")}`,
      `--storage.tsdb.retention.time=${KEPT}`,
      `--web.listen-address=${HOST}:${port}`,
    ],
    // In its own process group, so that Ctrl-C reaches only the platform, which stops its components in order.
    { detached: true, stdio: ["ignore", "ignore", "pipe"] },
  );
  server.stderr.pipe(createWriteStream(logFile, { flags: "a" }));
  const pidFile = getPidFile(folder);
  writeFileSync(pidFile, String(server.pid));
  const url = `http://${HOST}:${port}`;
  const stop = async () => {
    await end(server);
    rmSync(pidFile, { force: true });
  };
  try {
    await waitUntilReady(server, url, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** JSON is YAML. */
const buildConfig = (targets: readonly string[], seconds = SCRAPE_SECONDS) => ({
  global: { scrape_interval: `${seconds}s`, scrape_timeout: `${seconds}s`, evaluation_interval: `${seconds}s` },
  scrape_configs: [
    { job_name: "pegbar", static_configs: [{ targets: targets.map((target) => new URL(target).host) }] },
  ],
});

const getPidFile = (folder: string): string => path.join(folder, "pid");

/** Ends the Prometheus of a killed platform, which would keep the port and the data. */
async function stopLeftover(folder: string): Promise<void> {
  const pidFile = getPidFile(folder);
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8"));
  rmSync(pidFile, { force: true });
  // The process id may have been given to another program since.
  const isOurs = () =>
    spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).stdout.includes(folder);
  if (!isOurs()) return;
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + STOP_MS;
  while (isOurs() && Date.now() < deadline) await sleep(POLL_MS);
}

async function waitUntilReady(server: ChildProcess, url: string, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (server.exitCode === null && Date.now() < deadline) {
    const isReady = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      // It does not listen yet.
      () => false,
    );
    if (isReady) return;
    await sleep(POLL_MS);
  }
  throw new Error(`Prometheus did not start. Its log is ${logFile}.`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGTERM");
  const stopped = await Promise.race([gone.then(() => true), sleep(STOP_MS, false, { ref: false })]);
  if (!stopped) server.kill("SIGKILL");
  await gone;
}
