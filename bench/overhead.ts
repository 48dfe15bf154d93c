import { floor } from "./floor.ts";
import { drawing, median, onStand, quantile, request, round, type Stand } from "./stand.ts";

const JOBS = 200;
const WARM_UP = 10;
const FLOOR_ROUNDS = 60;

interface Sample {
  assetMs: number;
  certificateMs: number;
  executionMs: number;
  outputBytes: number;
}

/** Submit → asset downloadable, and → certificate ready, less the time that ComfyUI itself took; one job at a time. */
export function overhead(jobs = JOBS): Promise<Record<string, unknown>> {
  return onStand(async (stand) => {
    console.log(`${WARM_UP} jobs to warm up, then ${jobs} one after the other …`);
    const samples: Sample[] = [];
    let inputBytes = 0;
    for (let i = 0; i < WARM_UP + jobs; i++) {
      const bytes = await drawing(i);
      inputBytes = bytes.length;
      const sample = await one(stand, (await stand.client.upload(bytes, `layout-${i}.png`)).id, i);
      if (i >= WARM_UP) samples.push(sample);
    }
    const outputBytes = median(samples.map((sample) => sample.outputBytes));
    const { adminUrl, addresses } = stand.platform;
    const floorMs = await floor({ adminUrl, store: addresses.s3, inputBytes, outputBytes, rounds: FLOOR_ROUNDS });
    const asset = samples.map((sample) => sample.assetMs - sample.executionMs);
    const certificate = samples.map((sample) => sample.certificateMs - sample.executionMs);
    const execution = samples.map((sample) => sample.executionMs);
    console.log(
      `ComfyUI's own time: median ${median(execution)} ms, ${Math.min(...execution)} to ${Math.max(...execution)} ms`,
    );
    console.log(`input ${inputBytes} bytes, output ${outputBytes} bytes`);
    console.log(`overhead to the asset: p50 ${round(median(asset))} ms = ${round(median(asset) / floorMs, 2)} × floor`);
    return {
      jobs,
      p50_ms: round(median(asset)),
      p99_ms: round(quantile(asset, 0.99)),
      certificate_p50_ms: round(median(certificate)),
      floor_ms: round(floorMs),
    };
  });
}

async function one({ client }: Stand, layout: string, seed: number): Promise<Sample> {
  const began = performance.now();
  const job = await client.submit(request(layout, seed));
  let assetId = "";
  for await (const { type, data } of client.events(job.id)) {
    if (type === "failed" || type === "cancelled") throw new Error(`job ${type}: ${JSON.stringify(data)}`);
    if (type === "succeeded") assetId = (data["assetIds"] as string[])[0] ?? "";
  }
  // Downloadable: the address has been handed out, and below it is seen to serve the picture.
  const { headers } = await client.request("GET", `/v1/assets/${assetId}/download`);
  const assetMs = performance.now() - began;
  await client.certificate(assetId);
  const certificateMs = performance.now() - began;
  const file = await fetch(headers.get("location") ?? "");
  if (!file.ok) throw new Error(`the store answered ${file.status}`);
  const outputBytes = (await file.arrayBuffer()).byteLength;
  const { attempts } = await client.job(job.id);
  return { assetMs, certificateMs, outputBytes, executionMs: attempts.at(-1)?.executionMs ?? Number.NaN };
}
