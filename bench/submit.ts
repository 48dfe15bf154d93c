import { signIn } from "@pegbar/local/client/index.ts";
import { defineBenchmark } from "./benchmark.ts";
import { setLimits } from "./limits.ts";
import { createClients } from "./load.ts";
import { runOnStand, type Stand } from "./stand.ts";
import { startBare } from "./start-bare.ts";
import { computeMedian, round } from "./statistics.ts";

const CLIENTS = 16;

const buildBody = (index: number) =>
  JSON.stringify({
    shot: "COMET/sq010/sh010",
    workflow: "paint-text",
    parameters: { prompt: `harbour at dusk, ${index}`, seed: index },
  });

/**
 * Measures submits against a limit, then as many submits as the clients can send, with row-level security, checks,
 * reservation and outbox. A bare INSERT is measured alternately with the same clients. Without workers, except with
 * `--small`.
 */
export const submit = defineBenchmark({
  full: { burst: 200, limit: 50, rounds: 4, roundMs: 5000, warmUpMs: 3000, paceMs: 0, workers: 0 },
  // With a worker, which adds noise, so that the platform can be shared with other benchmarks.
  small: { burst: 20, limit: 5, rounds: 2, roundMs: 300, warmUpMs: 100, paceMs: 250, workers: 1 },
  measure: ({ paceMs, workers, ...size }) => runOnStand((stand) => measure(stand, size), { paceMs, workers }),
});

interface Size {
  burst: number;
  limit: number;
  rounds: number;
  roundMs: number;
  warmUpMs: number;
}

async function measure(stand: Stand, { burst, limit, rounds, roundMs, warmUpMs }: Size) {
  const { addresses } = stand.platform;
  const headers = { authorization: `Bearer ${await signIn(addresses.issuer, "artist@orrery.example")}` };
  const url = new URL("/v1/jobs", addresses.api);
  const load = createClients(CLIENTS);

  await setLimits(stand, { studio: "orrery", limits: { waitingJobs: limit } });
  console.log(`${burst} concurrent submits against a limit of ${limit} …`);
  const many = createClients(burst);
  const bodies = Array.from({ length: burst }, (_, i) => buildBody(i));
  const statuses = await many.burst(url, headers, bodies);
  many.close();
  const accepted = statuses.filter((status) => status === 201).length;
  const refused = statuses.filter((status) => status === 409).length;
  console.log(`  ${accepted} accepted, ${refused} refused`);

  const unlimited = { waitingJobs: null, gpuSecondsPerMonth: null, dollarsPerMonth: null };
  await setLimits(stand, { studio: "orrery", limits: unlimited });
  const bare = await startBare(stand.platform.adminUrl);
  console.log(`${CLIENTS} clients, ${rounds} rounds of ${roundMs / 1000} s each …`);
  await load.sustain(url, headers, buildBody, warmUpMs, 201);
  await load.sustain(bare.url, {}, buildBody, warmUpMs, 201);
  const perSecond: number[] = [];
  const barePerSecond: number[] = [];
  for (let i = 0; i < rounds; i++) {
    perSecond.push(await load.sustain(url, headers, buildBody, roundMs, 201));
    barePerSecond.push(await load.sustain(bare.url, {}, buildBody, roundMs, 201));
    console.log(`  ${round(perSecond[i] ?? 0)} submits per second, ${round(barePerSecond[i] ?? 0)} bare`);
  }
  load.close();
  bare.stop();
  console.log(`ratio ${round(computeMedian(perSecond) / computeMedian(barePerSecond), 3)}`);
  return {
    accepted,
    refused,
    per_second: round(computeMedian(perSecond)),
    bare_per_second: round(computeMedian(barePerSecond)),
  };
}
