import { tmpdir } from "node:os";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { createFileSigner } from "@pegbar/core/platform/adapter";
import { signIn } from "@pegbar/local/client/index.ts";
import { choosePorts } from "@pegbar/local/platform/addresses.ts";
import { defaultThrottle, defaultTimes, buildEnvironments } from "@pegbar/local/platform/resources.ts";
import { loadSecrets } from "@pegbar/local/platform/secrets.ts";
import { bundle } from "../packages/functions/scripts/bundle.ts";
import { defineBenchmark } from "./benchmark.ts";
import { copyRow } from "./copy-row.ts";
import { createClients } from "./load.ts";
import { Scope, createTemporaryFolder } from "./scope.ts";
import { runOnStand, type Stand } from "./stand.ts";
import { startBare } from "./start-bare.ts";
import { computeMedian, computeQuantile, round } from "./statistics.ts";

const CLIENTS = 16;

/**
 * Measures requests for a job by id, with token verification and row-level security. A route that returns a constant is
 * measured alternately with the same clients. Also measures a page of 50 among many jobs, and the bundle size and import
 * time of the deployed function.
 */
export const api = defineBenchmark({
  full: { jobs: 100_000, rounds: 4, roundMs: 5000, warmUpMs: 3000, lists: 500, imports: 11, paceMs: 0, workers: 0 },
  // With a worker, which adds noise, so that the platform can be shared with other benchmarks.
  small: { jobs: 500, rounds: 2, roundMs: 300, warmUpMs: 100, lists: 20, imports: 1, paceMs: 250, workers: 1 },
  count: "jobs",
  measure: ({ paceMs, workers, ...size }) => runOnStand((stand) => measure(stand, size), { paceMs, workers }),
});

interface Size {
  jobs: number;
  rounds: number;
  roundMs: number;
  warmUpMs: number;
  lists: number;
  imports: number;
}

async function measure(stand: Stand, { jobs, rounds, roundMs, warmUpMs, lists, imports }: Size) {
  const { addresses, adminUrl } = stand.platform;
  const headers = { authorization: `Bearer ${await signIn(addresses.issuer, "artist@lumen.example")}` };
  const id = await submitAndCopy(stand, jobs);
  const bare = await startBare(adminUrl);
  const load = createClients(CLIENTS);
  const url = new URL(`/v1/jobs/${id}`, addresses.api);
  console.log(`${CLIENTS} clients, ${rounds} rounds of ${roundMs / 1000} s each …`);
  await load.sustain(url, headers, undefined, warmUpMs, 200);
  await load.sustain(bare.url, {}, undefined, warmUpMs, 200);
  const perSecond: number[] = [];
  const barePerSecond: number[] = [];
  for (let i = 0; i < rounds; i++) {
    perSecond.push(await load.sustain(url, headers, undefined, roundMs, 200));
    barePerSecond.push(await load.sustain(bare.url, {}, undefined, roundMs, 200));
    console.log(`  ${round(perSecond[i] ?? 0)} jobs by id per second, ${round(barePerSecond[i] ?? 0)} bare`);
  }
  bare.stop();
  console.log(`ratio ${round(computeMedian(perSecond) / computeMedian(barePerSecond), 3)}`);

  const list = new URL("/v1/jobs?limit=50", addresses.api);
  await load.times(list, headers, 50);
  const times = await load.times(list, headers, lists);
  load.close();
  console.log(
    `50 of ${jobs} jobs: p50 ${round(computeMedian(times))} ms, p99 ${round(computeQuantile(times, 0.99))} ms`,
  );

  return {
    get_job_per_second: round(computeMedian(perSecond)),
    bare_per_second: round(computeMedian(barePerSecond)),
    list_p99_ms: round(computeQuantile(times, 0.99)),
    ...(await measureDeployed(stand, imports)),
  };
}

/** Submits one job and copies it until there are `count` jobs. @returns the submitted job's id */
async function submitAndCopy(stand: Stand, count: number): Promise<string> {
  const { id } = (await stand.client.json("POST", "/v1/jobs", {
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    parameters: { prompt: "harbour at dusk", seed: 1 },
  })) as { id: string };
  console.log(`${count} jobs …`);
  // Job ids sort by time: these ids make the copies older than the submitted job.
  await copyRow(stand, "job", id, count, { id: "'job_00' || lpad(n::text, 24, '0')", state: "'succeeded'" });
  return id;
}

/** Measures the deployed function's bundle size in bytes, and its import time in milliseconds in a separate process. */
async function measureDeployed(
  { dir: data, platform }: Stand,
  imports: number,
): Promise<{ bundle_bytes: number; import_ms: number }> {
  await using scope = new Scope();
  const dir = createTemporaryFolder(scope, "pegbar-bundle-");
  const file = path.join(dir, "api.mjs");
  const { bytes, parts } = await bundle("api/lambda.ts", file);
  const largest = [...parts].toSorted((a, b) => b[1] - a[1]).slice(0, 8);
  console.log(`bundle ${bytes} bytes: ${largest.map(([name, size]) => `${name} ${size}`).join(", ")} …`);
  const {
    components: { api: env },
  } = buildEnvironments({
    ports: await choosePorts(0, 0),
    secrets: loadSecrets(data),
    dir: tmpdir(),
    tokenSeconds: 3600,
    signer: createFileSigner("pegbar.local/log", path.join(dir, "log-key.pem")),
    signerFile: "",
    credentials: platform.credentials,
    credentialTrust: undefined,
    modelFolder: "",
    times: defaultTimes,
    witnesses: [],
    throttle: defaultThrottle,
  });
  const importing = [path.join(import.meta.dirname, "import.mjs"), file];
  const took = Array.from({ length: imports }, () =>
    Number(execFileSync(process.execPath, importing, { encoding: "utf8", env })),
  );
  console.log(`import: p50 ${round(computeMedian(took))} ms, minimum ${round(Math.min(...took))} ms`);
  return { bundle_bytes: bytes, import_ms: round(computeMedian(took)) };
}
