import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { signIn } from "@pegbar/local/client/index.ts";
import { DATABASE } from "@pegbar/local/platform/resources.ts";
import { clients } from "../load.ts";
import { onStand, round, unlimited, type Stand } from "../stand.ts";
import { judge, number, type Verdict } from "./judge.ts";
import { mischief } from "./mischief.ts";
import { soak } from "./soak.ts";

const JOBS = 1000;
const WORKERS = 8;
const CLIENTS = 8;
/** How long a job takes: long enough that a kill often hits one. */
const CHAOS_PACE_MS = 400;
const LEASE_SECONDS = 5;
const SWEEP_SECONDS = 5;
const LOOK_MS = 500;
const TELL_MS = 15_000;
const GIVE_UP_MS = 30 * 60_000;
const SETTLE_MS = 120_000;
const SOAK_JOBS = 5000;
const STUDIOS = { lumen: "HARBOR", orrery: "COMET" } as const;

/**
 * Jobs of two studios on eight workers while workers, their ComfyUIs and once the database are killed, workers are asked
 * to stop, and messages come twice. Afterwards: does every job have its one result, is nothing held or left over? Then
 * one worker through many jobs: does its memory stay as it is? Ends the process with 1 unless all is zero.
 */
export async function chaos(jobs = JOBS): Promise<Record<string, unknown>> {
  const found = await onStand((stand) => run(stand, jobs), {
    workers: WORKERS,
    paceMs: CHAOS_PACE_MS,
    times: { lease: LEASE_SECONDS, heartbeat: 1, sweep: SWEEP_SECONDS },
    workerEnv: { WORKER_STOP_SECONDS: "2", WORKER_CACHE_MIB: "64" },
    // Parts die all the time here: only what went wrong in the end is told.
    quiet: true,
  });
  console.log(`one worker, ${SOAK_JOBS} jobs …`);
  const rss_growth_mb = await soak(SOAK_JOBS);
  const { lost, twice, quota_drift, orphans } = found;
  if (lost + twice + quota_drift + orphans > 0) process.exitCode = 1;
  return { jobs, ...found, rss_growth_mb };
}

async function run({ platform }: Stand, jobs: number): Promise<Verdict & { kills: number }> {
  const { addresses, adminUrl } = platform;
  const url = new URL(adminUrl);
  url.pathname = `/${DATABASE}`;
  const sql = postgres(url.toString(), { max: 1, onnotice: () => undefined });
  await unlimited(addresses);
  console.log(`${jobs} jobs of two studios …`);
  await submit(addresses, jobs);

  const began = performance.now();
  const breaks = mischief(platform, sql);
  let told = began;
  for (;;) {
    await sleep(LOOK_MS);
    const now = performance.now();
    if (now - began > GIVE_UP_MS) throw new Error("the jobs do not end");
    const left = await open(sql);
    if (left === 0) break;
    if (left !== undefined && now - told > TELL_MS) {
      console.log(`  ${left} jobs left, ${breaks.summary()}`);
      told = now;
    }
    await breaks.perhaps((left ?? jobs) / jobs);
  }
  console.log(`done after ${round((performance.now() - began) / 1000)} s: ${breaks.summary()}`);
  breaks.close();
  await settled(sql);
  const verdict = await judge(sql, addresses.s3);
  await sql.end();
  return { kills: breaks.kills(), ...verdict };
}

async function submit({ api, issuer }: Stand["platform"]["addresses"], jobs: number): Promise<void> {
  const load = clients(CLIENTS);
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
    if (statuses.some((status) => status !== 201)) throw new Error(`a submit was answered ${statuses.join(", ")}`);
  }
  load.close();
}

/** Jobs that have not ended; undefined while the database is away. */
const open = (sql: postgres.Sql): Promise<number | undefined> =>
  number(sql, "select count(*) as n from job where state in ('queued', 'running', 'held')").catch(() => undefined);

/** Waits until nothing is on its way any more: records sequenced, leftovers swept. */
async function settled(sql: postgres.Sql): Promise<void> {
  const end = Date.now() + SETTLE_MS;
  const waiting = `select (select count(*) from intent) + (select count(*) from outbox where effect->>'to' = 'queue')
    + (select count(*) from attempt where not swept) as n`;
  while ((await number(sql, waiting)) > 0) {
    if (Date.now() > end) return;
    await sleep(LOOK_MS);
  }
}
