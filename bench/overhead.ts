import { defineBenchmark } from "./benchmark.ts";
import { measureFloor } from "./floor.ts";
import { createDrawing, measureJob, type Sample } from "./measure-job.ts";
import { runOnStand, type Stand } from "./stand.ts";
import { computeMedian, computeQuantile, round } from "./statistics.ts";

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
    const sample = await measureJob(stand, (await stand.client.upload(bytes, `layout-${i}.png`)).id, i);
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
