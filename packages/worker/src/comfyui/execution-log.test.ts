import { parseText, type Graph } from "@pegbar/comfyui";
import { expect, test } from "vitest";
import { ExecutionLog } from "./execution-log.ts";
import { ProgressMeter } from "./progress.ts";

const node = (class_type: string) => ({ class_type, inputs: {} });
const graph = (...ids: string[]): Graph => Object.fromEntries(ids.map((id) => [id, node("Any")]));

type Frame = readonly [type: string, data: Record<string, unknown>];
const executing = (id: string | null, displayNode = id): Frame => [
  "executing",
  { node: id, display_node: displayNode },
];
const cached = (...nodes: string[]): Frame => ["execution_cached", { nodes }];
const start: Frame = ["execution_start", {}];
const success: Frame = ["execution_success", {}];

function read(of: Graph, ...frames: Frame[]) {
  const log = new ExecutionLog(of);
  for (const [type, data] of frames) {
    const message = parseText(JSON.stringify({ type, data: { prompt_id: "p", ...data } }));
    if (!message) throw new Error("not a message");
    log.update(message);
  }
  return log.read();
}

test("tells nodes that ran from those that came from the cache", () => {
  const frames = [start, cached("model", "text"), executing("sampler"), executing("save"), success];
  expect(read(graph("model", "text", "sampler", "save"), ...frames)).toEqual({
    executed: ["sampler", "save"],
    cached: ["model", "text"],
  });
});

test("does not count a cached node's outputs, which ComfyUI sends again, as a run", () => {
  const again: Frame = ["executed", { node: "save", display_node: "save", output: {} }];
  expect(read(graph("save"), start, cached("save"), again, success)).toEqual({ executed: [], cached: ["save"] });
});

/** Frames of ComfyUI 0.33, for a loop of two passes. */
test("attributes nodes that a loop added to the nodes that the artist placed", () => {
  const of = graph("open", "img", "inv", "save", "cond", "close", "out");
  const frames = [
    start,
    cached("img", "inv"),
    ...["open", "save", "cond", "close"].map((id) => executing(id)),
    executing("close.0.0.open", "open"),
    executing("close.0.0.inv", "inv"),
    executing("close.0.0.save", "save"),
    executing("close.0.0.cond", "cond"),
    executing("close.0.0.Recurse", "close"),
    executing("close.0.0.helper", "close.0.0.helper"),
    executing("out"),
    success,
    executing(null),
  ];
  expect(read(of, ...frames)).toEqual({
    executed: ["open", "save", "cond", "close", "inv", "out"],
    // The first pass came from the cache, the second one did not.
    cached: ["img", "inv"],
  });
});

test("counts a node that ran after it was listed as cached", () => {
  expect(read(graph("a", "b"), start, cached("a", "b"), executing("a"), success)).toEqual({
    executed: ["a"],
    cached: ["b"],
  });
});

test("includes the node that failed or was interrupted", () => {
  const failed = { executed: ["a"], cached: [] };
  expect(read(graph("a", "b"), start, cached(), executing("a"), ["execution_error", {}])).toEqual(failed);
  expect(read(graph("a", "b"), start, cached(), executing("a"), ["execution_interrupted", {}])).toEqual(failed);
});

test("is unknown unless the first events and the last one arrived", () => {
  const of = graph("a");
  expect(read(of)).toBeNull();
  expect(read(of, start, cached(), executing("a"))).toBeNull();
  expect(read(of, executing("a"), success)).toBeNull();
  expect(read(of, start, executing("a"), success)).toBeNull();
  expect(read(of, cached(), executing("a"), success)).toBeNull();
  const blocked: Frame = ["execution_error", { exception_type: "ExecutionBlocked" }];
  expect(read(of, start, cached(), executing("a"), blocked)).toBeNull();
  expect(read(of, start, cached(), executing("a"), blocked, success)).toEqual({ executed: ["a"], cached: [] });
});

test("starts again with the next prompt, and keeps the first run of the same one", () => {
  const first = [start, cached("a"), executing("b")];
  const again: Frame[] = [start, cached(), executing("a"), success].map(([type, data]) => [
    type,
    { ...data, prompt_id: "q" },
  ]);
  expect(read(graph("a", "b"), ...first, ...again)).toEqual({ executed: ["a"], cached: [] });
  expect(read(graph("a", "b"), ...first, success, start, cached(), executing("a"), success)).toEqual({
    executed: ["b"],
    cached: ["a"],
  });
});

test("the progress names the node that the artist placed, and does not go back in a loop", () => {
  const of = { ...graph("open", "close", "out"), paint: { class_type: "KSampler", inputs: { steps: 10 } } };
  const meter = new ProgressMeter(of);
  const fractions: number[] = [];
  const feed = ([type, data]: Frame) => {
    const message = parseText(JSON.stringify({ type, data: { prompt_id: "p", ...data } }));
    if (message) meter.update(message);
    fractions.push(meter.read().fraction);
  };
  const steps = (id: string): Frame[] => [3, 10].map((value) => ["progress", { node: id, value, max: 10 }]);
  [start, cached(), executing("open"), executing("paint"), ...steps("paint"), executing("close")].forEach(feed);
  [executing("close.0.0.paint", "paint"), ...steps("close.0.0.paint")].forEach(feed);
  expect(meter.read()).toMatchObject({ node: "paint", classType: "KSampler", step: 10, steps: 10 });
  expect(meter.read().execution).toEqual({ executed: ["open", "paint", "close"], cached: [] });
  [executing("out"), executing(null)].forEach(feed);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
});

test("the progress lists nodes only once all events since the start have arrived, and not those of a large graph", () => {
  const feed = (meter: ProgressMeter, frames: readonly Frame[]) => {
    for (const [type, data] of frames) {
      const message = parseText(JSON.stringify({ type, data: { prompt_id: "p", ...data } }));
      if (message) meter.update(message);
    }
    return meter.read().execution;
  };
  const of = graph("a", "b");
  expect(feed(new ProgressMeter(of), [executing("a")])).toBeUndefined();
  expect(feed(new ProgressMeter(of), [start, cached("a"), executing("b")])).toEqual({ executed: ["b"], cached: ["a"] });
  const large = graph(...Array.from({ length: 201 }, (_, index) => `n${index}`));
  expect(feed(new ProgressMeter(large), [start, cached("n0"), executing("n1")])).toBeUndefined();
});
