import { Client, signIn } from "@pegbar/local/client/index.ts";
import { startBare } from "./start-bare.ts";
import { clients } from "./load.ts";
import { median, onStand, round, type Stand } from "./stand.ts";

const BURST = 200;
const LIMIT = 50;
const CLIENTS = 16;
const ROUNDS = 4;
const ROUND_MS = 5000;
const WARM_UP_MS = 3000;

const body = (index: number) =>
  JSON.stringify({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    parameters: { prompt: `harbour at dusk, ${index}`, seed: index },
  });

/**
 * Submits against a limit, then as many as the clients can send: with row-level security, checks, reservation and
 * outbox. Beside it, in turns and with the same clients, the least that a submit could be. No worker runs.
 */
export function submit(): Promise<Record<string, unknown>> {
  return onStand(
    async (stand) => {
      const { addresses } = stand.platform;
      const limit = await operator(stand);
      const headers = { authorization: `Bearer ${await signIn(addresses.issuer, "artist@lumen.example")}` };
      const url = new URL("/v1/jobs", addresses.api);
      const load = clients(CLIENTS);

      await limit({ waitingJobs: LIMIT });
      console.log(`${BURST} submits at once against a limit of ${LIMIT} …`);
      const burst = clients(BURST);
      const statuses = await burst.burst(
        url,
        headers,
        Array.from({ length: BURST }, (_, i) => body(i)),
      );
      burst.close();
      const accepted = statuses.filter((status) => status === 201).length;
      const refused = statuses.filter((status) => status === 409).length;
      console.log(`  ${accepted} accepted, ${refused} refused`);

      await limit({ waitingJobs: null, gpuSecondsPerMonth: null, dollarsPerMonth: null });
      const bare = await startBare(stand.platform.adminUrl);
      console.log(`${CLIENTS} clients, ${ROUNDS} rounds of ${ROUND_MS / 1000} s each …`);
      await load.sustain(url, headers, body, WARM_UP_MS, 201);
      await load.sustain(bare.url, {}, body, WARM_UP_MS, 201);
      const perSecond: number[] = [];
      const barePerSecond: number[] = [];
      for (let i = 0; i < ROUNDS; i++) {
        perSecond.push(await load.sustain(url, headers, body, ROUND_MS, 201));
        barePerSecond.push(await load.sustain(bare.url, {}, body, ROUND_MS, 201));
        console.log(`  ${round(perSecond[i] ?? 0)} submits a second, ${round(barePerSecond[i] ?? 0)} bare`);
      }
      load.close();
      bare.stop();
      console.log(`ratio ${round(median(perSecond) / median(barePerSecond), 3)}`);
      return {
        accepted,
        refused,
        per_second: round(median(perSecond)),
        bare_per_second: round(median(barePerSecond)),
      };
    },
    { workers: 0 },
  );
}

/** Sets the studio's limits as the operator does. */
async function operator({ platform }: Stand) {
  const client = new Client(platform.addresses.api, await signIn(platform.addresses.issuer, "operator@pegbar.example"));
  const { items } = (await (await client.request("GET", "/v1/tenants")).json()) as {
    items: { id: string; slug: string }[];
  };
  const lumen = items.find(({ slug }) => slug === "lumen")?.id;
  return (limits: Record<string, number | null>) => client.request("PATCH", `/v1/tenants/${lumen}/quota`, limits);
}
