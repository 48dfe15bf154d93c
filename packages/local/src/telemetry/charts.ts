import type { Sample, Snapshot } from "./history.ts";

/** A line of a chart: one value per snapshot, null where there is none. */
export interface Line {
  label: string;
  values: (number | null)[];
}

export interface Chart {
  title: string;
  /** What the values are: `jobs`, `per minute`, `s`. */
  unit: string;
  /** Which question it answers. */
  says: string;
  lines: Line[];
}

interface Definition {
  title: string;
  unit: string;
  says: string;
  /** Metrics that it reads. */
  metrics: readonly string[];
  build(snapshots: readonly Snapshot[]): Line[];
}

/** Group of a sample; undefined for one that the chart does not show. */
type Group = (labels: Sample["labels"]) => string | undefined;

const sum = (samples: readonly Sample[], name: string, group: Group): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const { name: own, labels, value } of samples) {
    const key = own === name ? group(labels) : undefined;
    if (key !== undefined) sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return sums;
};

/** Lines with the sums of a gauge, by group. A series that does not exist is 0. */
const gaugeLines = (name: string, group: Group) => (snapshots: readonly Snapshot[]) =>
  toLines(
    snapshots.map(({ samples }) => sum(samples, name, group)),
    0,
  );

/** Lines with the increases of a counter in `perMs`, by group. A counter that became smaller began again at 0. */
const rateLines = (name: string, group: Group, perMs: number) => (snapshots: readonly Snapshot[]) => {
  const sums = snapshots.map(({ samples }) => sum(samples, name, group));
  return toLines(
    sums.map((now, at) => {
      const before = sums[at - 1];
      const elapsed = (snapshots[at]?.at ?? 0) - (snapshots[at - 1]?.at ?? 0);
      if (!before || elapsed <= 0) return undefined;
      return new Map([...now].map(([key, value]) => [key, (increase(before.get(key) ?? 0, value) * perMs) / elapsed]));
    }),
    0,
  );
};

const increase = (before: number, now: number): number => (now < before ? now : now - before);

/** Lines with the mean of what a histogram observed between two snapshots, by group. */
const meanLines = (name: string, group: Group) => (snapshots: readonly Snapshot[]) => {
  const read = (suffix: string) => snapshots.map(({ samples }) => sum(samples, `${name}_${suffix}`, group));
  const [sums, counts] = [read("sum"), read("count")];
  return toLines(
    sums.map((now, at) => {
      const [sumsBefore, countsBefore] = [sums[at - 1], counts[at - 1]];
      if (!sumsBefore || !countsBefore) return undefined;
      return new Map(
        [...now].flatMap(([key, value]) => {
          const count = increase(countsBefore.get(key) ?? 0, counts[at]?.get(key) ?? 0);
          return count > 0 ? [[key, increase(sumsBefore.get(key) ?? 0, value) / count] as const] : [];
        }),
      );
    }),
    null,
  );
};

/** @param absent value of a series that a point does not have */
function toLines(points: readonly (ReadonlyMap<string, number> | undefined)[], absent: 0 | null): Line[] {
  const labels = [...new Set(points.flatMap((point) => [...(point?.keys() ?? [])]))].toSorted();
  return labels.map((label) => ({
    label,
    values: points.map((point) => (point ? (point.get(label) ?? absent) : null)),
  }));
}

const byLabel =
  (label: string): Group =>
  (labels) =>
    labels[label];
const all =
  (label: string): Group =>
  () =>
    label;
const [MINUTE, HOUR] = [60_000, 3_600_000];
const REQUESTS = "http_server_request_duration_seconds";
/** Requests of people and programs; workers report every second. */
const isPublic = (labels: Sample["labels"]): boolean => !(labels["http_route"] ?? "").startsWith("/work/");

const definitions: readonly Definition[] = [
  {
    title: "Jobs now",
    unit: "jobs",
    says: "Is work waiting, running, or held?",
    metrics: ["pegbar_jobs"],
    build: gaugeLines("pegbar_jobs", byLabel("state")),
  },
  {
    title: "Jobs ended",
    unit: "per minute",
    says: "How much is done, and how much of it fails?",
    metrics: ["pegbar_jobs_ended_total"],
    build: rateLines("pegbar_jobs_ended_total", byLabel("outcome"), MINUTE),
  },
  {
    title: "Wait before the start",
    unit: "s",
    says: "Do interactive jobs start within a minute?",
    metrics: ["pegbar_job_wait_seconds_sum", "pegbar_job_wait_seconds_count"],
    build: meanLines("pegbar_job_wait_seconds", byLabel("lane")),
  },
  {
    title: "Workers",
    unit: "workers",
    says: "Is there a GPU, and does it work?",
    metrics: ["pegbar_workers"],
    build: gaugeLines("pegbar_workers", byLabel("state")),
  },
  {
    title: "GPU time",
    unit: "s per minute",
    says: "How busy are the GPUs, by class?",
    metrics: ["pegbar_gpu_seconds_total"],
    build: rateLines("pegbar_gpu_seconds_total", byLabel("class"), MINUTE),
  },
  {
    title: "Cost",
    unit: "$ per hour",
    says: "What do studios pay, and what does the platform lose to interruptions?",
    metrics: ["pegbar_cost_dollars_total"],
    build: rateLines("pegbar_cost_dollars_total", byLabel("paid_by"), HOUR),
  },
  {
    title: "API requests",
    unit: "per minute",
    says: "Is the API used, and does it refuse or fail?",
    metrics: [`${REQUESTS}_count`],
    build: rateLines(
      `${REQUESTS}_count`,
      (labels) => (isPublic(labels) ? `${labels["http_response_status_code"]?.[0] ?? "?"}xx` : undefined),
      MINUTE,
    ),
  },
  {
    title: "API response time",
    unit: "s",
    says: "Do people wait for the API?",
    metrics: [`${REQUESTS}_sum`, `${REQUESTS}_count`],
    build: meanLines(REQUESTS, (labels) => (isPublic(labels) ? "mean" : undefined)),
  },
  {
    title: "Records not in the ledger yet",
    unit: "records",
    says: "Is every result recorded?",
    metrics: ["pegbar_ledger_pending_records"],
    build: gaugeLines("pegbar_ledger_pending_records", all("pending")),
  },
  {
    title: "Corrections",
    unit: "per minute",
    says: "What did the reconciler have to correct? Nothing, without failures.",
    metrics: ["pegbar_corrections_total"],
    build: rateLines("pegbar_corrections_total", byLabel("kind"), MINUTE),
  },
];

/** The metrics that the charts read. */
export const chartMetrics: ReadonlySet<string> = new Set(definitions.flatMap(({ metrics }) => metrics));

/** Builds all charts. Lines that were zero all the time are left out; if all were, one line stands for them. */
export const buildCharts = (snapshots: readonly Snapshot[]): Chart[] =>
  definitions.map(({ title, unit, says, build }) => {
    const lines = build(snapshots);
    const busy = lines.filter(({ values }) => values.some((value) => value !== null && value !== 0));
    const none = { label: "all", values: snapshots.map(() => 0) };
    return { title, unit, says, lines: busy.length > 0 ? busy : [none] };
  });
