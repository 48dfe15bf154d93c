import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { signIn } from "@pegbar/local/client/index.ts";
import { DATABASE } from "@pegbar/local/platform/resources.ts";
import { defineBenchmark } from "../benchmark.ts";
import { setLimits } from "../limits.ts";
import { createClients } from "../load.ts";
import { runOnStand, type Stand } from "../stand.ts";
import { round } from "../statistics.ts";
import { checkInvariants, queryNumber, type Verdict } from "./judge.ts";
import { startKilling } from "./mischief.ts";
import { measureMemoryGrowth } from "./soak.ts";

const CLIENTS = 8;
const LEASE_SECONDS = 5;
const SWEEP_SECONDS = 5;
const POLL_MS = 500;
const REPORT_MS = 15_000;
const MAX_MS = 30 * 60_000;
const SETTLE_MS = 120_000;
const STUDIOS = { lumen: "HARBOR", orrery: "COMET" } as const;

/**
 * Runs jobs of two studios on eight workers while workers, their ComfyUIs and once the database are killed, workers are
 * asked to stop, and messages are duplicated. Afterwards checks that every job has exactly one result, and that no
 * reservation or leftover remains. Then runs many jobs on one worker, to measure the growth of its memory. The exit code
 * is 1 if a job is lost or duplicated, a quota has drifted, or something is orphaned.
 */
export const chaos = defineBenchmark({
  // Jobs are long enough that a kill often interrupts one.
  full: {
    jobs: 1000,
    workers: 8,
    paceMs: 400,
    killEveryMs: 2500,
    mostKills: Number.POSITIVE_INFINITY,
    soakWarmUp: 2000,
    soakJobs: 5000,
  },
  small: { jobs: 12, workers: 2, paceMs: 200, killEveryMs: 1000, mostKills: 2, soakWarmUp: 5, soakJobs: 10 },
  count: "jobs",
  measure,
});

interface Size {
  jobs: number;
  workers: number;
  paceMs: number;
  killEveryMs: number;
  mostKills: number;
  soakWarmUp: number;
  soakJobs: number;
}

async function measure(size: Size): Promise<Record<string, number>> {
  const { jobs, workers, paceMs, soakWarmUp, soakJobs } = size;
  const found = await runOnStand((stand) => run(stand, size), {
    workers,
    paceMs,
    times: { lease: LEASE_SECONDS, heartbeat: 1, sweep: SWEEP_SECONDS },
    workerEnv: { WORKER_STOP_SECONDS: "2", WORKER_CACHE_MIB: "64" },
    // Processes are killed all the time here, so only the final result is printed.
    quiet: true,
  });
  console.log(`one worker, ${soakJobs} jobs …`);
  const rss_growth_mb = await measureMemoryGrowth(soakWarmUp, soakJobs);
  const { lost, twice, quota_drift, orphans } = found;
  if (lost + twice + quota_drift + orphans > 0) process.exitCode = 1;
  return { jobs, ...found, rss_growth_mb };
}

async function run(stand: Stand, { jobs, killEveryMs, mostKills }: Size): Promise<Verdict & { kills: number }> {
  const { platform } = stand;
  const { addresses, adminUrl } = platform;
  const url = new URL(adminUrl);
  url.pathname = `/${DATABASE}`;
  const sql = postgres(url.toString(), { max: 1, onnotice: () => undefined });
  await setLimits(stand);
  console.log(`${jobs} jobs of two studios …`);
  await submit(addresses, jobs);

  const began = performance.now();
  const breaks = startKilling(platform, sql, killEveryMs);
  let reportedAt = began;
  for (;;) {
    await sleep(POLL_MS);
    const now = performance.now();
    if (now - began > MAX_MS) throw new Error(`jobs have not ended after ${MAX_MS / 60_000} minutes`);
    const left = await countOpen(sql);
    if (left === 0) break;
    if (left !== undefined && now - reportedAt > REPORT_MS) {
      console.log(`  ${left} jobs left, ${breaks.summary()}`);
      reportedAt = now;
    }
    if (breaks.kills() < mostKills) await breaks.killIfDue((left ?? jobs) / jobs);
  }
  console.log(`done after ${round((performance.now() - began) / 1000)} s: ${breaks.summary()}`);
  breaks.close();
  await waitUntilSettled(sql);
  const verdict = await checkInvariants(sql, addresses.s3);
  await sql.end();
  return { kills: breaks.kills(), ...verdict };
}

async function submit({ api, issuer }: Stand["platform"]["addresses"], jobs: number): Promise<void> {
  const load = createClients(CLIENTS);
  const studios = Object.keys(STUDIOS) as (keyof typeof STUDIOS)[];
  const tokens = {
    lumen: await signIn(issuer, "artist@lumen.example"),
    orrery: await signIn(issuer, "artist@orrery.example"),
  };
  for (let sent = 0; sent < jobs; sent += CLIENTS) {
    const studio = studios[(sent / CLIENTS) % studios.length] ?? "lumen";
    const bodies = Array.from({ length: Math.min(CLIENTS, jobs - sent) }, (_, i) =>
      JSON.stringify({
        shot: `${STUDIOS[studio]}/sq010/sh010`,
        workflow: "paint-text",
        parameters: { prompt: `frame ${sent + i}`, seed: sent + i, width: 256, height: 144, steps: 4 },
      }),
    );
    const headers = { authorization: `Bearer ${tokens[studio]}` };
    const statuses = await load.burst(new URL("/v1/jobs", api), headers, bodies);
    if (statuses.some((status) => status !== 201))
      throw new Error(`submits were answered with ${statuses.join(", ")}, expected 201`);
  }
  load.close();
}

/** Counts jobs that have not ended; undefined while the database is not available. */
const countOpen = (sql: postgres.Sql): Promise<number | undefined> =>
  // The test restarts the database, so a query may fail.
  queryNumber(sql, "select count(*) as n from job where state in ('queued', 'running', 'held')").catch(() => undefined);

/** Waits until all records are sequenced, all messages sent and all leftovers swept. */
async function waitUntilSettled(sql: postgres.Sql): Promise<void> {
  const end = Date.now() + SETTLE_MS;
  const waiting = `select (select count(*) from intent) + (select count(*) from outbox where effect->>'to' = 'queue')
    + (select count(*) from attempt where not swept) as n`;
  while ((await queryNumber(sql, waiting)) > 0) {
    if (Date.now() > end) return;
    await sleep(POLL_MS);
  }
}
