import { setTimeout as sleep } from "node:timers/promises";
import { Client, signIn } from "@pegbar/local/client/index.ts";
import { clients } from "./load.ts";
import { median, onStand, PACE_MS, round } from "./stand.ts";

const QUEUED = 3000;
const SINGLES = 12;
const CLIENTS = 8;
const SUBMITTERS = "supervisor@orrery.example";

/**
 * One studio has 3,000 jobs waiting, another submits a single picture now and then: how long that one waits, in lengths
 * of a job. From the submit to the result, less ComfyUI's own time, so that all overhead counts as waiting.
 */
export function fairness(queued = QUEUED): Promise<Record<string, unknown>> {
  return onStand(async ({ platform, client }) => {
    const { addresses } = platform;
    const operator = new Client(addresses.api, await signIn(addresses.issuer, "operator@pegbar.example"));
    const { items } = (await (await operator.request("GET", "/v1/tenants")).json()) as { items: { id: string }[] };
    for (const { id } of items)
      await operator.request("PATCH", `/v1/tenants/${id}/quota`, { gpuSecondsPerMonth: null, dollarsPerMonth: null });

    console.log(`one studio queues ${queued} jobs …`);
    const headers = { authorization: `Bearer ${await signIn(addresses.issuer, "artist@lumen.example")}` };
    const load = clients(CLIENTS);
    const url = new URL("/v1/jobs", addresses.api);
    for (let sent = 0; sent < queued; sent += CLIENTS) {
      const statuses = await load.burst(
        url,
        headers,
        Array.from({ length: Math.min(CLIENTS, queued - sent) }, (_, i) => many(sent + i)),
      );
      if (statuses.some((status) => status !== 201)) throw new Error(`a submit was answered ${statuses.join(", ")}`);
    }
    load.close();

    console.log(`another submits ${SINGLES} single pictures over time …`);
    const other = new Client(addresses.api, await signIn(addresses.issuer, SUBMITTERS));
    const waits: number[] = [];
    for (let i = 0; i < SINGLES; i++) {
      // At another moment of the running job each time.
      await sleep(1000 + i * 370);
      const began = performance.now();
      const job = await other.submit({
        shot: "COMET/sq010/sh010",
        workflow: "paint-text",
        parameters: { prompt: "comet", seed: i },
      });
      await other.wait(job.id);
      const took = performance.now() - began;
      const execution = (await other.job(job.id)).attempts.at(-1)?.executionMs ?? Number.NaN;
      waits.push((took - execution) / PACE_MS);
      console.log(`  waited ${round(waits.at(-1) ?? 0, 2)} job lengths`);
    }
    const { items: running } = (await (await client.request("GET", "/v1/jobs?state=queued&limit=1")).json()) as {
      items: unknown[];
    };
    if (running.length === 0) throw new Error("the queue ran dry: nothing was measured");
    return {
      worst_wait_in_job_lengths: round(Math.max(...waits), 2),
      median_wait_in_job_lengths: round(median(waits), 2),
    };
  });
}

const many = (index: number) =>
  JSON.stringify({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    parameters: { prompt: `frame ${index}`, seed: index },
  });
