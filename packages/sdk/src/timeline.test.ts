import { expect, test } from "vitest";
import { formatDuration, layOutTimeline, type JobTimeline } from "./timeline.ts";

const at = (ms: number) => new Date(Date.UTC(2026, 11, 1) + ms).toISOString();

const timeline: JobTimeline = {
  jobId: "job_1",
  createdAt: at(0),
  endedAt: null,
  traceId: null,
  spans: [
    { kind: "queued", startedAt: at(0), endedAt: at(40) },
    {
      kind: "attempt",
      startedAt: at(40),
      endedAt: at(90),
      attempt: 1,
      outcome: "interrupted",
      reason: "its worker is gone",
    },
    { kind: "queued", startedAt: at(90), endedAt: at(100) },
    { kind: "attempt", startedAt: at(100), endedAt: null, attempt: 2 },
    { kind: "rendering", startedAt: at(120), endedAt: at(300), attempt: 2 },
    {
      kind: "node",
      startedAt: at(120),
      endedAt: at(120),
      attempt: 2,
      node: { id: "4", classType: "CheckpointLoaderSimple", title: "Load Checkpoint", cached: true },
    },
    {
      kind: "node",
      startedAt: at(120),
      endedAt: at(290),
      attempt: 2,
      node: { id: "3", classType: "KSampler", title: "KSampler", cached: false },
    },
    {
      kind: "node",
      startedAt: at(290),
      endedAt: at(300),
      attempt: 2,
      node: { id: "9", classType: null, title: null, cached: false },
    },
  ],
};

test("rows have the times since the submit, and what continues ends now", () => {
  const { rows, totalMs } = layOutTimeline(timeline, Date.parse(at(400)));
  expect(totalMs).toBe(400);
  expect(rows.map(({ depth, label, startMs, endMs }) => [depth, label, startMs, endMs])).toEqual([
    [0, "Queued", 0, 40],
    [0, "Attempt 1 · interrupted", 40, 90],
    [0, "Queued", 90, 100],
    [0, "Attempt 2 · running", 100, 400],
    [1, "Render", 120, 300],
    [2, "Load Checkpoint (CheckpointLoaderSimple)", 120, 120],
    [2, "KSampler", 120, 290],
    [2, "Node 9", 290, 300],
  ]);
  expect(rows.map(({ note }) => note).filter((note) => note !== null)).toEqual(["its worker is gone"]);
  expect(rows.filter(({ isCached }) => isCached).map(({ label }) => label)).toEqual([
    "Load Checkpoint (CheckpointLoaderSimple)",
  ]);
  expect(rows.filter(({ isOpen }) => isOpen).map(({ label }) => label)).toEqual(["Attempt 2 · running"]);
});

test("a job without spans has no rows", () => {
  expect(layOutTimeline({ ...timeline, spans: [] }, Date.parse(at(0)))).toEqual({ rows: [], totalMs: 1 });
});

test.each([
  [0, "0 ms"],
  [84.6, "85 ms"],
  [999.4, "999 ms"],
  [999.6, "1.0 s"],
  [1449, "1.4 s"],
  [59_949, "59.9 s"],
  [59_960, "1 min 0 s"],
  [192_000, "3 min 12 s"],
  [3_599_600, "1 h 0 min"],
  [7_500_000, "2 h 5 min"],
])("%d ms are %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
