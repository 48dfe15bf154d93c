import { setTimeout as sleep } from "node:timers/promises";
import { Client, signIn } from "@pegbar/local/client/index.ts";
import { defineBenchmark } from "./benchmark.ts";
import { setLimits } from "./limits.ts";
import { createClients } from "./load.ts";
import { runOnStand, type Stand } from "./stand.ts";
import { computeMedian, round } from "./statistics.ts";

const CLIENTS = 8;
const SUBMITTERS = "supervisor@orrery.example";

/**
 * Measures how long a studio that submits single pictures waits while another studio has 3,000 queued jobs, in lengths of
 * a job. The wait is the time from submit to result minus ComfyUI's own time, so that it includes all overhead.
 */
export const fairness = defineBenchmark({
  full: { queued: 3000, singles: 12, paceMs: 1000 },
  small: { queued: 24, singles: 2, paceMs: 250 },
  count: "queued",
  measure: (size) => runOnStand((stand) => measure(stand, size), { paceMs: size.paceMs, workers: 1 }),
});

interface Size {
  queued: number;
  singles: number;
  paceMs: number;
}

async function measure(stand: Stand, { queued, singles, paceMs }: Size) {
  const { platform, client } = stand;
  const { addresses } = platform;
  await setLimits(stand, { limits: { gpuSecondsPerMonth: null, dollarsPerMonth: null } });

  console.log(`one studio queues ${queued} jobs …`);
  const headers = { authorization: `Bearer ${await signIn(addresses.issuer, "artist@lumen.example")}` };
  const load = createClients(CLIENTS);
  const url = new URL("/v1/jobs", addresses.api);
  for (let sent = 0; sent < queued; sent += CLIENTS) {
    const statuses = await load.burst(
      url,
      headers,
      Array.from({ length: Math.min(CLIENTS, queued - sent) }, (_, i) => buildBody(sent + i)),
    );
    if (statuses.some((status) => status !== 201))
      throw new Error(`submits were answered with ${statuses.join(", ")}, expected 201`);
  }
  load.close();

  console.log(`another submits ${singles} single pictures over time …`);
  const other = new Client(addresses.api, await signIn(addresses.issuer, SUBMITTERS));
  const waits: number[] = [];
  for (let i = 0; i < singles; i++) {
    // Each submit is at a different moment of the running job.
    await sleep(paceMs * (1 + i * 0.37));
    const began = performance.now();
    const job = await other.submit({
      shot: "COMET/sq010/sh010",
      workflow: "paint-text",
      parameters: { prompt: "comet", seed: i },
    });
    await other.wait(job.id);
    const took = performance.now() - began;
    const execution = (await other.job(job.id)).attempts.at(-1)?.executionMs ?? Number.NaN;
    waits.push((took - execution) / paceMs);
    console.log(`  waited ${round(waits.at(-1) ?? 0, 2)} job lengths`);
  }
  const { items: running } = (await (await client.request("GET", "/v1/jobs?state=queued&limit=1")).json()) as {
    items: unknown[];
  };
  if (running.length === 0)
    throw new Error("the queue became empty, so the waits are not valid. Queue more jobs with --jobs.");
  return {
    worst_wait_in_job_lengths: round(Math.max(...waits), 2),
    median_wait_in_job_lengths: round(computeMedian(waits), 2),
  };
}

const buildBody = (index: number) =>
  JSON.stringify({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    parameters: { prompt: `frame ${index}`, seed: index },
  });
