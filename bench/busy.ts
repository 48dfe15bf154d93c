import { randomUUID } from "node:crypto";
import { defineBenchmark } from "./benchmark.ts";
import { ComfyClient } from "@pegbar/comfyui";
import { BUCKET } from "@pegbar/local/platform/resources.ts";
import { measureSpan } from "./measure-span.ts";
import { buildScalingGraph, createNoise, TEN_MEGABYTES, type Picture, type PictureSize } from "./noise.ts";
import { runBackToBack, submitPrompt } from "./run-prompts.ts";
import { createSignedStore } from "./signed-store.ts";
import { runOnStand, type Stand } from "./stand.ts";
import { round } from "./statistics.ts";

interface Size extends PictureSize {
  jobs: number;
  warmUp: number;
}

/**
 * Measures how busy the platform keeps ComfyUI with inputs and outputs of 10 MB each: the time of N equal prompts queued
 * back to back on the server, divided by the time of N equal jobs through the platform. Also measures a serial wrapper,
 * which downloads, runs and uploads one job after the other. Each time is from the start of the first execution to the end of
 * the last one.
 */
export const busy = defineBenchmark({
  full: { jobs: 30, warmUp: 3, ...TEN_MEGABYTES, paceMs: 1000 },
  small: { jobs: 3, warmUp: 1, width: 320, height: 290, paceMs: 250 },
  count: "jobs",
  measure: ({ paceMs, ...size }) => runOnStand((stand) => measure(stand, size), { paceMs, workers: 1 }),
});

async function measure(stand: Stand, size: Size) {
  const { jobs, warmUp } = size;
  const server = `${stand.platform.addresses.comfyui}/`;
  console.log(`${jobs} prompts back to back on the server …`);
  const bare = await measureSpan(server, async () => uploadAndRun(server, await createNoise(jobs, size), size));
  console.log(`  ${round(bare / jobs)} ms per prompt`);

  const own = await createNoise(warmUp + jobs, size);
  const inputs: string[] = [];
  for (const [i, picture] of own.entries()) inputs.push((await stand.client.upload(picture, `noise-${i}.png`)).id);
  console.log(`${jobs} jobs through the platform …`);
  for (const input of inputs.slice(0, warmUp)) await stand.client.wait((await submit(stand, input, size)).id);
  const through = await measureSpan(server, () => runThroughPlatform(stand, inputs.slice(warmUp), size));
  console.log(`  ${round(through / jobs)} ms per job`);

  console.log(`${jobs} jobs through a serial wrapper …`);
  const wrapper = await runSerially(server, stand.platform.addresses.s3, await createNoise(jobs, size), size);
  const serial = await measureSpan(server, wrapper);
  console.log(`  ${round(serial / jobs)} ms per job`);
  return { jobs, ratio: round(bare / through, 4), ratio_vs_serial: round(serial / through, 4) };
}

async function uploadAndRun(server: string, pictures: readonly Picture[], size: Size): Promise<void> {
  const client = new ComfyClient(server);
  const names: string[] = [];
  for (const [i, picture] of pictures.entries())
    names.push(await client.uploadInput(`bare-${i}.png`, new Blob([picture])));
  await runBackToBack(
    client,
    names.map((name) => buildScalingGraph(name, size)),
  );
}

const submit = ({ client }: Stand, picture: string, { width, height }: Size) =>
  client.submit({
    shot: "HARBOR/sq010/sh010",
    workflow: "scale",
    parameters: { width, height },
    inputs: { picture },
  });

async function runThroughPlatform(stand: Stand, inputs: readonly string[], size: Size): Promise<void> {
  const ids: string[] = [];
  for (const input of inputs) ids.push((await submit(stand, input, size)).id);
  for (const id of ids) await stand.client.wait(id);
}

/** Does what wrappers of ComfyUI do, at its fastest: it waits for events on the socket and does not poll. */
async function runSerially(server: string, endpoint: string, pictures: readonly Picture[], size: Size) {
  const store = createSignedStore(endpoint, BUCKET);
  const send = async (key: string, body: Picture) => (await store.upload(`serial/${key}`, body))();
  const receive = async (key: string) => (await store.download(`serial/${key}`))();
  for (const [i, picture] of pictures.entries()) await send(`input-${i}`, picture);
  const client = new ComfyClient(server);
  const clientId = randomUUID();
  let onEnd: (promptId: string) => void = () => undefined;
  const close = await client.connect(clientId, {
    message: (message) => {
      if (message.type === "executing" && message.node === undefined) onEnd(message.promptId ?? "");
    },
    close: () => undefined,
  });
  return async () => {
    for (const i of pictures.keys()) {
      const input = await receive(`input-${i}`);
      const name = await client.uploadInput(`serial-${i}.png`, new Blob([input]));
      const over = new Promise<string>((resolve) => (onEnd = resolve));
      await submitPrompt(client, buildScalingGraph(name, size), clientId);
      const ending = await client.history(await over);
      if (ending?.result !== "success" || !ending.outputs[0]) throw new Error("a prompt did not succeed");
      const chunks: Uint8Array[] = [];
      for await (const chunk of client.view(ending.outputs[0])) chunks.push(chunk);
      // Signing the upload hashes the output, which is the minimum that a wrapper records.
      await send(`output-${i}`, new Uint8Array(Buffer.concat(chunks)));
    }
    close();
  };
}
