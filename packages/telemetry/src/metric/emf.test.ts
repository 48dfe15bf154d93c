import { expect, test } from "vitest";
import { createEmbeddedMetrics } from "./emf.ts";

interface Line {
  _aws: { Timestamp: number; CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: object[] }[] };
  [name: string]: unknown;
}

function collect() {
  const lines: Line[] = [];
  const metrics = createEmbeddedMetrics("Pegbar", (text) => {
    expect(text.endsWith("\n")).toBe(true);
    lines.push(JSON.parse(text) as Line);
  });
  return { metrics, lines };
}

test("a counter's increases are summed per set of labels, and labels are dimensions", () => {
  const { metrics, lines } = collect();
  metrics.count("pegbar_jobs_submitted_total", { class: "light", lane: "batch" });
  metrics.count("pegbar_jobs_submitted_total", { class: "light", lane: "batch" }, 2);
  metrics.count("pegbar_jobs_submitted_total", { class: "xl", lane: "batch" });
  metrics.flush();
  expect(lines.map(({ _aws, ...rest }) => rest)).toEqual([
    { class: "light", lane: "batch", pegbar_jobs_submitted_total: 3 },
    { class: "xl", lane: "batch", pegbar_jobs_submitted_total: 1 },
  ]);
  expect(lines[0]?._aws.CloudWatchMetrics).toEqual([
    {
      Namespace: "Pegbar",
      Dimensions: [["class", "lane"]],
      Metrics: [{ Name: "pegbar_jobs_submitted_total", Unit: "Count" }],
    },
  ]);
});

test("metrics with the same labels share a line, and an empty label is left out", () => {
  const { metrics, lines } = collect();
  metrics.count("pegbar_jobs_held_total", { class: "light" });
  metrics.set("pegbar_dispatch_tickets", [{ labels: { class: "light" }, value: 4 }]);
  metrics.set("pegbar_dispatch_tickets", [{ labels: { class: "light" }, value: 5 }]);
  metrics.count("pegbar_attempts_ended_total", { class: "light", state: "succeeded", reason: "" });
  metrics.flush();
  expect(lines.map(({ _aws, ...rest }) => rest)).toEqual([
    { class: "light", pegbar_jobs_held_total: 1, pegbar_dispatch_tickets: 5 },
    { class: "light", state: "succeeded", pegbar_attempts_ended_total: 1 },
  ]);
});

test("observations are values in seconds, at most a hundred per line", () => {
  const { metrics, lines } = collect();
  for (let at = 0; at < 101; at++) metrics.observe("pegbar_ledger_sequence_seconds", {}, at);
  metrics.flush();
  expect(lines.map(({ pegbar_ledger_sequence_seconds: values }) => values)).toEqual([
    Array.from({ length: 100 }, (_, at) => at),
    100,
  ]);
  expect(lines[0]?._aws.CloudWatchMetrics[0]?.Metrics).toEqual([
    { Name: "pegbar_ledger_sequence_seconds", Unit: "Seconds" },
  ]);
  expect(lines[0]?._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([[]]);
});

test("a flush without metrics writes nothing, and one begins anew", () => {
  const { metrics, lines } = collect();
  metrics.flush();
  metrics.count("pegbar_webhooks_disabled_total", {});
  metrics.flush();
  metrics.flush();
  expect(lines).toHaveLength(1);
});
