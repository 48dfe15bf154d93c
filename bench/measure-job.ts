import { readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import type { Stand } from "./stand.ts";

const LAYOUT = path.join(import.meta.dirname, "../examples/layout.png");

/** Times since the submit, and ComfyUI's own time, in milliseconds. */
export interface Sample {
  assetMs: number;
  certificateMs: number;
  executionMs: number;
  outputBytes: number;
}

/** Creates a slightly different layout for each job, so that no cache has its result. */
export async function createDrawing(index: number): Promise<Uint8Array<ArrayBuffer>> {
  const mark = {
    create: { width: 8, height: 8, channels: 3 as const, background: { r: index & 255, g: (index >> 8) & 255, b: 99 } },
  };
  const dot = await sharp(mark).png().toBuffer();
  const drawn = sharp(readFileSync(LAYOUT)).composite([{ input: dot, left: 0, top: 0 }]);
  return new Uint8Array(await drawn.png({ palette: true, colours: 64 }).toBuffer());
}

const buildRequest = (layout: string, seed: number) => ({
  shot: "HARBOR/sq010/sh010",
  workflow: "paint-layout",
  parameters: { prompt: "harbour at dusk", negative_prompt: "text", seed, strength: 0.55 },
  inputs: { layout },
});

/** Runs a job and downloads its result and certificate. @param layout id of its input */
export async function measureJob({ client }: Stand, layout: string, seed: number): Promise<Sample> {
  const began = performance.now();
  const job = await client.submit(buildRequest(layout, seed));
  let assetId = "";
  for await (const { type, data } of client.events(job.id)) {
    if (type === "failed" || type === "cancelled") throw new Error(`job ${type}: ${JSON.stringify(data)}`);
    if (type === "succeeded") assetId = (data["assetIds"] as string[])[0] ?? "";
  }
  // The asset is downloadable once its URL is returned. The URL is tested below.
  const { headers } = await client.request("GET", `/v1/assets/${assetId}/download`);
  const assetMs = performance.now() - began;
  await client.certificate(assetId);
  const certificateMs = performance.now() - began;
  const file = await fetch(headers.get("location") ?? "");
  if (!file.ok) throw new Error(`the store answered ${file.status} for the asset`);
  const outputBytes = (await file.arrayBuffer()).byteLength;
  const { attempts } = await client.job(job.id);
  return { assetMs, certificateMs, outputBytes, executionMs: attempts.at(-1)?.executionMs ?? Number.NaN };
}
