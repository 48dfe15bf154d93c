import { readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { defineBenchmark } from "./benchmark.ts";
import { measureFloor } from "./floor.ts";
import { runOnStand, type Stand } from "./stand.ts";
import { computeMedian, computeQuantile, round } from "./statistics.ts";

const LAYOUT = path.join(import.meta.dirname, "../examples/layout.png");

interface Sample {
  assetMs: number;
  certificateMs: number;
  executionMs: number;
  outputBytes: number;
}

/** Measures the time from submit to a downloadable asset, and to a certificate, minus ComfyUI's own time. */
export const overhead = defineBenchmark({
  full: { jobs: 200, warmUp: 10, floorRounds: 60, paceMs: 1000 },
  small: { jobs: 3, warmUp: 1, floorRounds: 5, paceMs: 250 },
  count: "jobs",
  measure: ({ paceMs, ...size }) => runOnStand((stand) => measure(stand, size), { paceMs, workers: 1 }),
});

interface Size {
  jobs: number;
  warmUp: number;
  floorRounds: number;
}

async function measure(stand: Stand, { jobs, warmUp, floorRounds }: Size) {
  console.log(`${warmUp} jobs to warm up, then ${jobs} one after the other …`);
  const samples: Sample[] = [];
  let inputBytes = 0;
  for (let i = 0; i < warmUp + jobs; i++) {
    const bytes = await createDrawing(i);
    inputBytes = bytes.length;
    const sample = await measureOne(stand, (await stand.client.upload(bytes, `layout-${i}.png`)).id, i);
    if (i >= warmUp) samples.push(sample);
  }
  const outputBytes = computeMedian(samples.map((sample) => sample.outputBytes));
  const { adminUrl, addresses } = stand.platform;
  const floorMs = await measureFloor({ adminUrl, store: addresses.s3, inputBytes, outputBytes, rounds: floorRounds });
  const asset = samples.map((sample) => sample.assetMs - sample.executionMs);
  const certificate = samples.map((sample) => sample.certificateMs - sample.executionMs);
  const execution = samples.map((sample) => sample.executionMs);
  console.log(
    `ComfyUI's own time: median ${computeMedian(execution)} ms, ${Math.min(...execution)} to ${Math.max(...execution)} ms`,
  );
  console.log(`input ${inputBytes} bytes, output ${outputBytes} bytes`);
  console.log(
    `overhead to the asset: p50 ${round(computeMedian(asset))} ms = ${round(computeMedian(asset) / floorMs, 2)} × floor`,
  );
  return {
    jobs,
    p50_ms: round(computeMedian(asset)),
    p99_ms: round(computeQuantile(asset, 0.99)),
    certificate_p50_ms: round(computeMedian(certificate)),
    floor_ms: round(floorMs),
  };
}

/** Creates a slightly different layout for each job, so that no cache has its result. */
async function createDrawing(index: number): Promise<Uint8Array<ArrayBuffer>> {
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

async function measureOne({ client }: Stand, layout: string, seed: number): Promise<Sample> {
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
