import { mkdir, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { Client, signIn } from "@pegbar/local/client/index.ts";
import type { Stand } from "./stand.ts";

const MODELS = 3;
const STUDIOS = [
  ["lumen", "HARBOR/sq010/sh010"],
  ["orrery", "COMET/sq010/sh010"],
] as const;

const Page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
const Show = z.object({ id: z.string() });
const Job = z.object({ startedAt: z.string(), parameters: z.object({ model: z.string() }) });
const Batch = z.object({ id: z.string(), state: z.string() });

/**
 * Lets two studios submit a batch for each of three models at once, and counts how often the worker had to load a model.
 * @returns switches, the first load included, and the number of batches
 */
export async function measureModelSwitches(
  stand: Stand,
  { frames, parameters }: { frames: number; parameters: Record<string, unknown> },
): Promise<{ switches: number; batches: number }> {
  const models = await importModels(stand);
  const { api, issuer } = stand.platform.addresses;
  const studios = await Promise.all(
    STUDIOS.map(async ([slug, shot]) => ({
      shot,
      client: new Client(api, await signIn(issuer, `artist@${slug}.example`)),
    })),
  );
  const batches = await Promise.all(
    studios.flatMap(({ shot, client }) =>
      models.map(async (model) => {
        const request = {
          shot,
          workflow: "paint-text",
          frames: `1-${frames}`,
          parameters: { ...parameters, model },
          seed: { kind: "perFrame", seed: 1 },
          reuse: false,
        };
        return { client, id: Batch.parse(await client.json("POST", "/v1/batches", request)).id };
      }),
    ),
  );
  const jobs = [];
  for (const { client, id } of batches) {
    while (Batch.parse(await client.json("GET", `/v1/batches/${id}`)).state !== "ended") await sleep(200);
    for (let cursor: string | null = "first"; cursor !== null;) {
      const more = cursor === "first" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page = Page(Job).parse(await client.json("GET", `/v1/jobs?batchId=${id}&limit=200${more}`));
      jobs.push(...page.items);
      cursor = page.next;
    }
  }
  const order = jobs.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt)).map((job) => job.parameters.model);
  const switches = order.filter((model, index) => model !== order[index - 1]).length;
  return { switches, batches: batches.length };
}

/** Adds checkpoints to the renderer, registers them, and clears them for the shows. @returns their names */
async function importModels({ platform, dir }: Stand): Promise<string[]> {
  const { api, issuer } = platform.addresses;
  const operator = new Client(api, await signIn(issuer, "operator@pegbar.example"));
  const folder = path.join(dir, "preview", "models", "checkpoints");
  await mkdir(folder, { recursive: true });
  const names = Array.from({ length: MODELS }, (_, index) => `bench-${index + 1}.safetensors`);
  for (const fileName of names) {
    await writeFile(path.join(folder, fileName), fileName);
    const sha256 = createHash("sha256").update(fileName).digest("hex");
    const more = { kind: "checkpoint", name: fileName, family: "preview", licence: "Apache-2.0" };
    const { id } = Show.parse(await operator.json("POST", "/v1/fleet/models", { fileName, sha256, ...more }));
    for (const [slug] of STUDIOS) {
      const admin = new Client(api, await signIn(issuer, `admin@${slug}.example`));
      const { items } = Page(Show).parse(await admin.json("GET", "/v1/shows"));
      await admin.request("PUT", `/v1/models/${id}/shows`, { showIds: items.map((show) => show.id) });
    }
  }
  return names;
}
