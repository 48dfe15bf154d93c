import { expect, test } from "vitest";
import { buildCharts } from "./charts.ts";
import { roundUp } from "./draw.ts";
import type { Sample, Snapshot } from "./history.ts";

const sample = (name: string, labels: Sample["labels"], value: number): Sample => ({ name, labels, value });
const ended = (outcome: string, lane: string, value: number) =>
  sample("pegbar_jobs_ended_total", { outcome, lane }, value);
const request = (suffix: string, route: string, status: string, value: number) =>
  sample(
    `http_server_request_duration_seconds_${suffix}`,
    { http_request_method: "GET", http_route: route, http_response_status_code: status },
    value,
  );

const snapshots: Snapshot[] = [
  { at: 0, samples: [sample("pegbar_jobs", { state: "queued", class: "light" }, 3)] },
  {
    at: 30_000,
    samples: [
      sample("pegbar_jobs", { state: "queued", class: "light" }, 1),
      sample("pegbar_jobs", { state: "queued", class: "heavy" }, 1),
      sample("pegbar_jobs", { state: "running", class: "light" }, 1),
      ended("succeeded", "interactive", 2),
      ended("succeeded", "batch", 1),
      request("sum", "/v1/jobs", "200", 1),
      request("count", "/v1/jobs", "200", 4),
      request("sum", "/work/v1/claims", "200", 100),
      request("count", "/work/v1/claims", "200", 100),
    ],
  },
  {
    at: 60_000,
    samples: [
      // The process began again.
      ended("succeeded", "interactive", 1),
      ended("failed", "batch", 2),
      request("sum", "/v1/jobs", "200", 1),
      request("count", "/v1/jobs", "200", 4),
      request("count", "/v1/jobs", "404", 1),
    ],
  },
];
const charts = Object.fromEntries(buildCharts(snapshots).map(({ title, lines }) => [title, lines]));

test("a gauge's series are summed by group, and one that does not exist is 0", () => {
  expect(charts["Jobs now"]).toEqual([
    { label: "queued", values: [3, 2, 0] },
    { label: "running", values: [0, 1, 0] },
  ]);
});

test("a counter is shown as a rate, also when it begins again at 0", () => {
  expect(charts["Jobs ended"]).toEqual([
    { label: "failed", values: [null, 0, 4] },
    { label: "succeeded", values: [null, 6, 2] },
  ]);
});

test("requests of workers are not counted, and a mean has a gap where nothing was observed", () => {
  expect(charts["API requests"]).toEqual([
    { label: "2xx", values: [null, 8, 0] },
    { label: "4xx", values: [null, 0, 2] },
  ]);
  expect(charts["API response time"]).toEqual([{ label: "mean", values: [null, 0.25, 0] }]);
});

test("a chart without values has one line of zeros", () => {
  expect(charts["Corrections"]).toEqual([{ label: "all", values: [0, 0, 0] }]);
});

test.each([
  [0, 1],
  [0.3, 0.5],
  [1, 1],
  [1.1, 2],
  [4, 5],
  [51, 100],
])("the axis of %d ends at %d", (value, end) => {
  expect(roundUp(value)).toBe(end);
});
