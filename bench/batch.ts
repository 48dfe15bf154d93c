import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { ComfyClient, type Graph } from "@pegbar/comfyui";
import { signIn } from "@pegbar/local/client/index.ts";
import { workflows } from "@pegbar/local/seed/graphs.ts";
import { pegbar } from "@pegbar/sdk";
import { uploadSequencePath } from "@pegbar/sdk/node";
import { defineBenchmark } from "./benchmark.ts";
import { setLimits } from "./limits.ts";
import { measureSpan } from "./measure-span.ts";
import { measureModelSwitches } from "./model-switches.ts";
import { createNoise } from "./noise.ts";
import { runBackToBack } from "./run-prompts.ts";
import { createTemporaryFolder, Scope } from "./scope.ts";
import { runOnStand, type Stand } from "./stand.ts";
import { round } from "./statistics.ts";

interface Size {
  frames: number;
  rendered: number;
  /** Frames of each of six batches with three models. */
  mixed: number;
}

const PICTURE = { width: 320, height: 180 };
/** Small enough that the time of a prompt is the one that the renderer is told to take. */
const PARAMETERS = { prompt: "a lighthouse", width: 64, height: 64, steps: 1 };

/**
 * Measures a batch of many frames until it is stored and until it is cancelled, how busy a batch keeps ComfyUI compared with as
 * many bare prompts, and the upload of an image sequence.
 */
export const batch = defineBenchmark({
  full: { frames: 3000, rendered: 100, mixed: 60, paceMs: 500 },
  small: { frames: 30, rendered: 4, mixed: 2, paceMs: 250 },
  measure: ({ paceMs, ...size }) => runOnStand((stand) => measure(stand, size), { paceMs, workers: 1 }),
});

async function measure(stand: Stand, { frames, rendered, mixed }: Size) {
  await setLimits(stand);
  const server = `${stand.platform.addresses.comfyui}/`;

  console.log(`${rendered} prompts back to back on the server …`);
  const bare = await measureSpan(server, () =>
    runBackToBack(
      new ComfyClient(server),
      Array.from({ length: rendered }, (_, seed) => buildGraph(seed)),
    ),
  );
  console.log(`a batch of ${rendered} frames …`);
  const through = await measureSpan(server, async () => waitUntilEnded(stand, await submit(stand, rendered)));
  console.log(`  ${round(bare / rendered)} ms per prompt, ${round(through / rendered)} ms per frame`);

  console.log(`a batch of ${frames} frames …`);
  const [submitMs, id] = await time(() => submit(stand, frames));
  const [cancelMs] = await time(() => stand.client.json("POST", `/v1/batches/${id}/actions`, { action: "cancel" }));
  await waitUntilEnded(stand, id);

  console.log(`an image sequence of ${frames} files …`);
  const uploadMs = await measureUpload(stand, frames);

  console.log(`batches of ${mixed} frames of two studios for each of three models …`);
  const { switches, batches } = await measureModelSwitches(stand, { frames: mixed, parameters: PARAMETERS });
  return {
    frames,
    submit_ms: Math.round(submitMs),
    cancel_ms: Math.round(cancelMs),
    frames_per_second: round((rendered * 1000) / through, 3),
    ratio: round(bare / through, 4),
    model_switches: switches,
    mixed_batches: batches,
    upload_files_per_second: round((frames * 1000) / uploadMs),
  };
}

/** @returns milliseconds, and the result */
async function time<T>(work: () => Promise<T>): Promise<[number, T]> {
  const began = performance.now();
  const result = await work();
  return [performance.now() - began, result];
}

const Batch = z.object({ id: z.string(), state: z.string(), counts: z.record(z.string(), z.int()) });

async function submit({ client }: Stand, frames: number): Promise<string> {
  const request = {
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    frames: `1-${frames}`,
    parameters: PARAMETERS,
    // Another seed each time, because equal results are reused.
    seed: { kind: "perFrame", seed: Math.floor(Math.random() * 2 ** 31) },
  };
  return Batch.parse(await client.json("POST", "/v1/batches", request)).id;
}

async function waitUntilEnded({ client }: Stand, id: string): Promise<void> {
  for (;;) {
    const { state, counts } = Batch.parse(await client.json("GET", `/v1/batches/${id}`));
    if ((counts["failed"] ?? 0) > 0) throw new Error(`frames of ${id} failed`);
    if (state === "ended") return;
    await sleep(200);
  }
}

/** The graph that the batch's frames have. */
function buildGraph(seed: number): Graph {
  const graph: Graph = structuredClone(workflows.find(({ slug }) => slug === "paint-text")?.graph ?? {});
  const [sampler, size, prompt] = [graph["3"], graph["5"], graph["6"]];
  if (!sampler || !size || !prompt) throw new Error("the seeded workflow paint-text has no nodes 3, 5 and 6");
  const { prompt: text, steps, width, height } = PARAMETERS;
  Object.assign(sampler.inputs, { seed, steps });
  Object.assign(size.inputs, { width, height });
  prompt.inputs["text"] = text;
  return graph;
}

async function measureUpload({ platform }: Stand, count: number): Promise<number> {
  await using scope = new Scope();
  const folder = createTemporaryFolder(scope, "pegbar-bench-sequence-");
  for (const [i, picture] of (await createNoise(count, PICTURE)).entries())
    await writeFile(path.join(folder, `plate.${String(i + 1).padStart(4, "0")}.png`), picture);
  const { api, issuer } = platform.addresses;
  const client = pegbar({ baseUrl: api, token: await signIn(issuer, "artist@lumen.example") });
  const [took] = await time(() => uploadSequencePath(client, folder));
  return took;
}
