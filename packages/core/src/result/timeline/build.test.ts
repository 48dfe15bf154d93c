import { expect, test } from "vitest";
import { buildTimeline, type Facts } from "./build.ts";

const at = (ms: number) => new Date(Date.UTC(2026, 11, 1) + ms);
const event = (type: string, ms: number) => ({ type, createdAt: at(ms) });
const attempt = (changes: Partial<Facts["attempts"][number]>): Facts["attempts"][number] => ({
  fence: 1,
  state: "succeeded",
  workerId: "w",
  phase: "delivering",
  reason: null,
  execution: null,
  timeline: null,
  startedAt: at(0),
  endedAt: null,
  ...changes,
});
const graph = {
  "3": { class_type: "KSampler", inputs: {}, _meta: { title: "Sampler" } },
  "4": { class_type: "CheckpointLoaderSimple", inputs: {} },
};
const build = (facts: Partial<Facts>) =>
  buildTimeline({
    job: { state: "succeeded", graph, endedAt: at(1000) },
    events: [],
    attempts: [],
    recordedAt: undefined,
    ...facts,
  }).map(({ startedAt, endedAt, kind, ...rest }) => ({
    kind,
    from: startedAt.getTime() - at(0).getTime(),
    to: endedAt && endedAt.getTime() - at(0).getTime(),
    ...rest,
  }));

test("phases and nodes of an attempt are at their offsets from its start", () => {
  const timeline = {
    fetchedMs: 10,
    startedMs: 30,
    renderedMs: 230,
    nodes: [{ id: "3", startMs: 40, ms: 180 }],
  };
  const rows = build({
    events: [event("queued", 0), event("prioritised", 20), event("running", 100), event("succeeded", 400)],
    attempts: [
      attempt({
        startedAt: at(100),
        endedAt: at(400),
        timeline,
        execution: { executed: ["3"], cached: ["4", "gone"] },
      }),
    ],
    job: { state: "succeeded", graph, endedAt: at(400) },
    recordedAt: at(550),
  });
  expect(rows).toEqual([
    { kind: "queued", from: 0, to: 100 },
    { kind: "attempt", from: 100, to: 400, attempt: 1, workerId: "w", outcome: "succeeded" },
    { kind: "fetching", from: 100, to: 110, attempt: 1 },
    { kind: "waiting", from: 110, to: 130, attempt: 1 },
    { kind: "rendering", from: 130, to: 330, attempt: 1 },
    {
      kind: "node",
      from: 130,
      to: 130,
      attempt: 1,
      node: { id: "4", classType: "CheckpointLoaderSimple", title: null, cached: true },
    },
    { kind: "node", from: 130, to: 130, attempt: 1, node: { id: "gone", classType: null, title: null, cached: true } },
    {
      kind: "node",
      from: 140,
      to: 320,
      attempt: 1,
      node: { id: "3", classType: "KSampler", title: "Sampler", cached: false },
    },
    { kind: "delivering", from: 330, to: 400, attempt: 1 },
    { kind: "recording", from: 400, to: 550 },
  ]);
});

test("times on hold and after an interruption are waits", () => {
  const rows = build({
    events: [
      event("waiting", 0),
      event("queued", 10),
      event("held", 20),
      event("queued", 30),
      event("running", 40),
      event("interrupted", 60),
      event("running", 70),
      event("cancelling", 80),
      event("cancelled", 90),
    ],
    attempts: [
      attempt({ startedAt: at(40), endedAt: at(60), state: "interrupted", reason: "its worker is gone" }),
      attempt({ fence: 2, startedAt: at(70), endedAt: at(90), state: "cancelled" }),
    ],
    job: { state: "cancelled", graph, endedAt: at(90) },
  });
  expect(rows.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ["held", 0, 10],
    ["queued", 10, 20],
    ["held", 20, 30],
    ["queued", 30, 40],
    ["attempt", 40, 60],
    ["queued", 60, 70],
    ["attempt", 70, 90],
  ]);
  expect(rows[4]).toMatchObject({ outcome: "interrupted", reason: "its worker is gone" });
});

test("a job that waits, and one that runs, end openly", () => {
  const job = { state: "queued" as const, graph, endedAt: null };
  expect(build({ job, events: [event("queued", 0)] })).toEqual([{ kind: "queued", from: 0, to: null }]);
  const running = build({
    job: { ...job, state: "running" },
    events: [event("queued", 0), event("running", 10)],
    attempts: [attempt({ startedAt: at(10), state: "running" })],
  });
  expect(running).toEqual([
    { kind: "queued", from: 0, to: 10 },
    { kind: "attempt", from: 10, to: null, attempt: 1, workerId: "w" },
  ]);
});

test("a job that was cancelled in the queue stopped waiting then", () => {
  expect(
    build({
      job: { state: "cancelled", graph, endedAt: at(50) },
      events: [event("queued", 0), event("cancelled", 50)],
    }),
  ).toEqual([{ kind: "queued", from: 0, to: 50 }]);
});

test("a worker whose clock runs ahead reports no phase after the end of its attempt", () => {
  const rows = build({
    events: [event("queued", 0), event("running", 0), event("succeeded", 100)],
    attempts: [attempt({ endedAt: at(100), timeline: { fetchedMs: 90, startedMs: 120, renderedMs: 130, nodes: [] } })],
  });
  expect(Math.max(...rows.map(({ to }) => to ?? 0))).toBe(100);
});

test("records that are not anchored yet leave the recording open, and one before the job's end has no duration", () => {
  const ended = { state: "succeeded" as const, graph, endedAt: at(100) };
  expect(build({ job: ended, recordedAt: null })).toEqual([{ kind: "recording", from: 100, to: null }]);
  expect(build({ job: ended, recordedAt: at(90) })).toEqual([{ kind: "recording", from: 100, to: 100 }]);
});
