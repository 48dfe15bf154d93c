import { defineBenchmark } from "./benchmark.ts";
import { createDrawing, measureJob } from "./measure-job.ts";
import { runOnStands, type Stand } from "./stand.ts";
import { computeMedian, round } from "./statistics.ts";

/**
 * Measures what metrics and traces cost: jobs as in `overhead`, alternately on a platform with telemetry and one without. Each
 * platform is scraped as Prometheus would.
 */
export const telemetry = defineBenchmark({
  full: { jobs: 100, warmUp: 10, paceMs: 1000 },
  small: { jobs: 2, warmUp: 1, paceMs: 250 },
  count: "jobs",
  measure: ({ paceMs, ...size }) =>
    runOnStands(
      ([on, off]) => {
        if (!on || !off) throw new Error("a platform is missing");
        return measure({ on, off }, size);
      },
      [
        { paceMs, workers: 1 },
        { paceMs, workers: 1, telemetry: false },
      ],
    ),
});

const SCRAPE_MS = 5000;

type Stands = Record<"on" | "off", Stand>;

async function measure(stands: Stands, { jobs, warmUp }: { jobs: number; warmUp: number }) {
  console.log(`${warmUp} jobs to warm up each, then ${jobs} on each, alternately …`);
  const scraping = setInterval(() => void scrape(stands.on), SCRAPE_MS);
  const overheads: Record<keyof Stands, number[]> = { on: [], off: [] };
  try {
    for (let index = 0; index < warmUp + jobs; index++)
      for (const name of index % 2 === 0 ? (["on", "off"] as const) : (["off", "on"] as const)) {
        const { client } = stands[name];
        const layout = (await client.upload(await createDrawing(index), `layout-${index}.png`)).id;
        const { assetMs, executionMs } = await measureJob(stands[name], layout, index);
        if (index >= warmUp) overheads[name].push(assetMs - executionMs);
      }
  } finally {
    clearInterval(scraping);
  }
  const [on, off] = [computeMedian(overheads.on), computeMedian(overheads.off)];
  console.log(`overhead to the asset: p50 ${round(on)} ms with telemetry, ${round(off)} ms without`);
  return { jobs, p50_ms: round(on), without_p50_ms: round(off), p50_ratio: round(on / off, 3) };
}

const scrape = ({ platform }: Stand) =>
  Promise.all(platform.addresses.metrics.map(async (url) => (await fetch(url)).text()));
