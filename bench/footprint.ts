import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { Client, signIn } from "@pegbar/local/client/index.ts";
import type { Addresses } from "@pegbar/local/platform/index.ts";
import { defineBenchmark } from "./benchmark.ts";
import { readUsage } from "./process-tree.ts";
import { Scope, createTemporaryFolder } from "./scope.ts";
import { round } from "./statistics.ts";

const MEGABYTE = 1024 * 1024;
const READY_TIMEOUT_MS = 120_000;

/**
 * Measures what the embedded platform uses when `npm start` starts it in a new folder: memory, processes and time until it
 * is ready; processor time and queries while it is idle; memory after some jobs; and the time of the demo in another
 * folder.
 */
export const footprint = defineBenchmark({
  full: { settleMs: 15_000, idleMs: 60_000, jobs: 20 },
  small: { settleMs: 0, idleMs: 1000, jobs: 1 },
  count: "jobs",
  measure: async (size) => {
    await using scope = new Scope();
    console.log("the demo …");
    const demoMs = await runDemo(scope);
    return { ...(await measurePlatform(scope, size)), demo_ms: round(demoMs, 0) };
  },
});

interface Size {
  settleMs: number;
  idleMs: number;
  jobs: number;
}

/** Resolves a program of the tree that is measured: this one, or the checkout of another commit. */
const resolveProgram = (name: string): string => fileURLToPath(import.meta.resolve(`@pegbar/local/${name}`));

async function runDemo(scope: Scope): Promise<number> {
  const dir = createTemporaryFolder(scope, "pegbar-demo-");
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", resolveProgram("demo.ts"), "--dir", dir],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  scope.defer(() => child.kill("SIGTERM"));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the demo exited with code ${code}`);
  return performance.now() - began;
}

async function measurePlatform(scope: Scope, { settleMs, idleMs, jobs }: Size) {
  const dir = createTemporaryFolder(scope, "pegbar-footprint-");
  console.log("a platform, until it is ready …");
  const began = performance.now();
  const { pid, addresses } = await startCommand(scope, dir);
  const readyMs = performance.now() - began;
  console.log(`idle for ${(settleMs + idleMs) / 1000} s …`);
  await sleep(settleMs);
  const queries = await logQueries(dir, addresses);
  const before = readUsage(pid);
  await sleep(idleMs);
  const after = readUsage(pid);
  const count = queries.count();
  await queries.stop();
  console.log(`${jobs} jobs …`);
  const client = new Client(addresses.api, await signIn(addresses.issuer, "artist@lumen.example"));
  for (let seed = 0; seed < jobs; seed++) await runJob(client, seed);
  const later = readUsage(pid);
  return {
    pss_mb: round(after.pssBytes / MEGABYTE),
    pss_after_jobs_mb: round(later.pssBytes / MEGABYTE),
    processes: after.processes,
    ready_ms: round(readyMs, 0),
    idle_cpu_percent: round(((after.cpuMs - before.cpuMs) / idleMs) * 100, 2),
    queries_per_second: round((count * 1000) / idleMs, 2),
  };
}

/** Starts the platform with its command, and waits until it accepts jobs. */
async function startCommand(scope: Scope, dir: string): Promise<{ pid: number; addresses: Addresses }> {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", resolveProgram("start.ts"), "--dir", dir, "--port", "0"],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const ended = once(child, "close");
  scope.defer(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  const file = path.join(dir, "platform.json");
  const until = performance.now() + READY_TIMEOUT_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error(`the platform exited with code ${child.exitCode}`);
    if (performance.now() > until) throw new Error(`the platform was not ready after ${READY_TIMEOUT_MS / 1000} s`);
    await sleep(5);
  }
  const { pid } = child;
  if (pid === undefined) throw new Error("the platform did not start");
  return { pid, addresses: JSON.parse(readFileSync(file, "utf8")) as Addresses };
}

/** Makes PostgreSQL log its statements, and counts them in the log. */
async function logQueries(dir: string, { database }: Addresses) {
  const { adminPassword } = JSON.parse(readFileSync(path.join(dir, "secrets.json"), "utf8")) as {
    adminPassword: string;
  };
  const url = Object.assign(new URL(database), { username: "postgres", password: adminPassword });
  const admin = postgres(url.href, { max: 1, onnotice: () => undefined });
  const set = async (value: "all" | "none") => {
    await admin.unsafe(`alter system set log_statement = '${value}'`);
    await admin`select pg_reload_conf()`;
    // Each process reads the new setting at its next statement.
    await sleep(200);
  };
  await set("all");
  const file = path.join(dir, "logs/postgres.log");
  const read = () => readFileSync(file, "utf8").match(/LOG: {2}(?:statement|execute)/g)?.length ?? 0;
  const first = read();
  return {
    count: () => read() - first,
    stop: async () => {
      await set("none");
      await admin.end();
    },
  };
}

async function runJob(client: Client, seed: number): Promise<void> {
  const request = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: "harbour", seed } };
  const { id } = await client.submit(request);
  for await (const { type, data } of client.events(id))
    if (type === "failed" || type === "cancelled") throw new Error(`job ${type}: ${JSON.stringify(data)}`);
}
