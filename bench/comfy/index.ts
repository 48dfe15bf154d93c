import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { defineBenchmark } from "../benchmark.ts";
import { buildScalingGraph, createNoise, TEN_MEGABYTES, type PictureSize } from "../noise.ts";
import { createTemporaryFolder, Scope } from "../scope.ts";
import { runOnStand, type Stand } from "../stand.ts";
import { computeMedian, round } from "../statistics.ts";
import { findCommands } from "./install.ts";
import { startProxy } from "./proxy.ts";

interface Size extends PictureSize {
  jobs: number;
  warmUp: number;
}

/**
 * Compares Pegbar's server of the Comfy API v2 with Comfy Org's own proxy: the same SDK script, alternately, on the same
 * ComfyUI, with an input of 10 MB per job.
 */
export const comfy = defineBenchmark({
  full: { jobs: 50, warmUp: 3, ...TEN_MEGABYTES, paceMs: 1000 },
  small: { jobs: 2, warmUp: 1, width: 320, height: 290, paceMs: 250 },
  count: "jobs",
  measure: ({ paceMs, ...size }) => runOnStand((stand) => measure(stand, size), { paceMs, workers: 1 }),
});

const Line = z.strictObject({
  name: z.enum(["proxy", "pegbar"]),
  phase: z.enum(["in_a_row", "concurrent"]),
  ms: z.number(),
});
type Line = z.infer<typeof Line>;
const NewToken = z.object({ secret: z.string() });

async function measure({ platform, client }: Stand, { jobs, warmUp, ...size }: Size) {
  await using scope = new Scope();
  const bin = findCommands();
  const folder = createTemporaryFolder(scope, "pegbar-bench-comfy-");
  const proxy = await startProxy(scope, bin, platform.addresses.comfyui);
  const token = NewToken.parse(await client.json("POST", "/v1/tokens", { name: "bench comfy", expiresInDays: 1 }));
  let created = 0;
  const writePictures = async (count: number) =>
    (await createNoise(count, size)).map((picture) => {
      const file = path.join(folder, `noise-${created++}.png`);
      writeFileSync(file, picture);
      return file;
    });
  const plan = {
    targets: [
      { name: "proxy", url: proxy, key: null, labels: null },
      {
        name: "pegbar",
        url: platform.addresses.api,
        key: token.secret,
        labels: { "pegbar.shot": "HARBOR/sq010/sh010" },
      },
    ],
    graph: buildScalingGraph("", size),
    picture_node: "1",
    output_node: OUTPUT_NODE,
    warm_up: await writePictures(warmUp),
    in_a_row: await writePictures(jobs),
    concurrent: [await writePictures(jobs), await writePictures(jobs)],
  };
  const lines = await runScript(path.join(bin, "python"), plan);
  const list = (name: Line["name"], phase: Line["phase"]) =>
    lines.filter((line) => line.name === name && line.phase === phase).map(({ ms }) => ms);
  const [proxyMs, pegbarMs] = [computeMedian(list("proxy", "in_a_row")), computeMedian(list("pegbar", "in_a_row"))];
  const sum = (all: number[]) => all.reduce((total, ms) => total + ms, 0);
  return {
    jobs,
    proxy_p50_ms: round(proxyMs),
    pegbar_p50_ms: round(pegbarMs),
    latency_ratio: round(pegbarMs / proxyMs, 3),
    throughput_ratio: round(sum(list("proxy", "concurrent")) / sum(list("pegbar", "concurrent")), 3),
  };
}

const OUTPUT_NODE = Object.entries(buildScalingGraph("", TEN_MEGABYTES)).find(
  ([, node]) => node.class_type === "SaveImage",
)?.[0];

async function runScript(python: string, plan: unknown): Promise<Line[]> {
  const child = spawn(python, [path.join(import.meta.dirname, "measure.py")], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close") as Promise<[number | null]>;
  child.stdin.end(JSON.stringify(plan));
  const lines: Line[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    const line = Line.parse(JSON.parse(text));
    lines.push(line);
    console.log(`  ${line.name} ${line.phase}: ${Math.round(line.ms)} ms`);
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`measure.py ended with ${code}`);
  return lines;
}
