import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { printErrors } from "../../scripts/errors.ts";
import { formatTable } from "../../scripts/markdown-table.ts";
import { WARM_SECONDS } from "../gpu/settings.ts";
import { stages, workloadClasses, type WorkloadClass } from "../stage.ts";
import { simulateDay } from "./day.ts";
import { simulate, type Outcome, type Policy } from "./fleet.ts";
import { simulateDisruptions } from "./disruptions.ts";
import { drawPlot } from "./plot.ts";

printErrors(
  "npm run simulate -- [--artists N] [--class light|heavy|xl] [--days N] [--svg FILE] [--json] [--disruptions [--job-seconds N]]",
);
const { values } = parseArgs({
  options: {
    artists: { type: "string", default: "20" },
    class: { type: "string", default: "heavy" },
    days: { type: "string", default: "10" },
    svg: { type: "string" },
    json: { type: "boolean", default: false },
    disruptions: { type: "boolean", default: false },
    "job-seconds": { type: "string" },
  },
});
const workload = values.class as WorkloadClass;
if (!workloadClasses.includes(workload)) throw new Error(`--class must be one of ${workloadClasses.join(", ")}`);
const artists = Number(values.artists);
const days = Number(values.days);
if (!(artists > 0 && days > 0)) throw new Error("--artists and --days must be numbers above 0");

const jobSeconds = values["job-seconds"] === undefined ? undefined : Number(values["job-seconds"]);
if (jobSeconds !== undefined && !(jobSeconds > 0)) throw new Error("--job-seconds must be a number above 0");
if (values.disruptions) {
  const found = simulateDisruptions(workload, { artists, days, ...(jobSeconds === undefined ? {} : { jobSeconds }) });
  printResults(found, "jobs", [
    ["disruption", ({ disruption }) => disruption],
    ["wait p95, s", ({ waitP95 }) => waitP95.toFixed(0)],
    ["p99", ({ waitP99 }) => waitP99.toFixed(0)],
    ["night, min", ({ nightMinutes }) => nightMinutes.toFixed(0)],
    ["jobs requeued", ({ requeued }) => requeued.toFixed(1)],
    ["nodes lost", ({ losses }) => losses.toFixed(1)],
    ["On-Demand hours", ({ onDemandHours }) => onDemandHours.toFixed(1)],
    ["$ a day", ({ dollars }) => dollars.toFixed(2)],
  ]);
  process.exit(0);
}

/** Production's configuration, and alternatives that each change one value. */
const { spot, onDemand } = stages.prod.gpus[workload];
const chosen: Policy = { name: "as configured", spot, onDemand, warmSeconds: WARM_SECONDS, minimum: 0 };
const policies: Policy[] = [
  chosen,
  { ...chosen, name: "remove nodes at once", warmSeconds: 60 },
  { ...chosen, name: "warm for 30 minutes", warmSeconds: 1800 },
  { ...chosen, name: "one worker always on", minimum: 1 },
  { ...chosen, name: "no fallback", onDemand: 0 },
  { ...chosen, name: "On-Demand only", spot: 0, onDemand: spot + onDemand },
  { ...chosen, name: "a quarter of the limit", spot: Math.ceil(spot / 4), onDemand: Math.ceil(onDemand / 4) },
];

const computeMean = (of: readonly Outcome[], value: (one: Outcome) => number) =>
  of.reduce((sum, one) => sum + value(one), 0) / of.length;
const results = policies.map((policy) => {
  const all = Array.from({ length: days }, (_, seed) =>
    simulate(simulateDay(artists, seed + 1), workload, policy, seed + 1),
  );
  return {
    policy: policy.name,
    jobs: computeMean(all, ({ jobs }) => jobs),
    firstImageSeconds: computeMean(all, ({ firstImage }) => firstImage),
    waitP50: computeMean(all, ({ waits }) => waits.p50),
    waitP95: computeMean(all, ({ waits }) => waits.p95),
    waitP99: computeMean(all, ({ waits }) => waits.p99),
    dollarsPer1000: computeMean(all, ({ dollarsPer1000 }) => dollarsPer1000),
    busy: computeMean(all, ({ busy }) => busy),
    nightMinutes: computeMean(all, ({ nightMinutes }) => nightMinutes),
    losses: computeMean(all, ({ losses }) => losses),
    onDemandHours: computeMean(all, ({ onDemandHours }) => onDemandHours),
  };
});

printResults(results, "images", [
  ["policy", ({ policy }) => policy],
  ["first image, s", ({ firstImageSeconds }) => firstImageSeconds.toFixed(0)],
  ["wait p50, s", ({ waitP50 }) => waitP50.toFixed(0)],
  ["p95", ({ waitP95 }) => waitP95.toFixed(0)],
  ["p99", ({ waitP99 }) => waitP99.toFixed(0)],
  ["$ per 1,000", ({ dollarsPer1000 }) => dollarsPer1000.toFixed(2)],
  ["night, min", ({ nightMinutes }) => nightMinutes.toFixed(0)],
  ["busy", ({ busy }) => `${(busy * 100).toFixed(0)} %`],
  ["nodes lost", ({ losses }) => losses.toFixed(1)],
  ["On-Demand hours", ({ onDemandHours }) => onDemandHours.toFixed(1)],
]);
if (values.svg !== undefined) {
  writeFileSync(path.resolve(values.svg), drawPlot(results, `${workload}, ${artists} artists`));
  console.error(values.svg);
}

/** Prints results as one line of JSON each, or as a table. `unit`: what the jobs are called. */
function printResults<Result extends { jobs: number }>(
  results: readonly Result[],
  unit: string,
  columns: readonly (readonly [title: string, format: (one: Result) => string])[],
): void {
  if (values.json) {
    for (const one of results) console.log(JSON.stringify({ simulation: workload, artists, ...one }));
    return;
  }
  const perDay = Math.round(results[0]?.jobs ?? 0);
  console.log(`${workload}, ${artists} artists, mean of ${days} days, ${perDay} ${unit} a day`);
  const head = columns.map(([title]) => title);
  const rows = results.map((one) => columns.map(([, format]) => format(one)));
  console.log(formatTable(head, rows));
}
