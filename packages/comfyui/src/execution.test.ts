import { describe, expect, test } from "vitest";
import { describeExecution } from "./execution.ts";
import type { Graph } from "./graph.ts";

const node = (class_type: string, inputs: Record<string, unknown> = {}) => ({ class_type, inputs });
const graph: Graph = {
  model: node("CheckpointLoaderSimple", { ckpt_name: "a" }),
  text: node("CLIPTextEncode", { text: "a", clip: ["model", 1] }),
  control: node("ControlNetApplyAdvanced", { positive: ["text", 0], negative: ["text", 0] }),
  size: node("EmptyLatentImage"),
  paint: node("KSampler", {
    model: ["model", 0],
    positive: ["control", 0],
    negative: ["control", 1],
    latent_image: ["size", 0],
  }),
  decode: node("VAEDecode", { samples: ["paint", 0], vae: ["model", 2] }),
  larger: node("ImageScale", { image: ["decode", 0] }),
  save: node("SaveImage", { images: ["decode", 0] }),
  saveLarger: node("SaveImage", { images: ["larger", 0] }),
  other: node("SaveImage", { images: ["gone", 0] }),
};
const before = ["model", "text", "control", "size"];
const state = (nodeId: string, executed: string[], cached: string[], of = graph) =>
  describeExecution(of, nodeId, { executed, cached }).state;

describe("a result is rendered", () => {
  test("if every node ran", () => {
    expect(describeExecution(graph, "save", { executed: [...before, "paint", "decode", "save"], cached: [] })).toEqual({
      state: "rendered",
      executed: ["save", "decode", "paint", "model", "control", "size", "text"],
      cached: [],
    });
  });
  test("if models, prompts and control images came from the cache", () => {
    expect(state("save", ["paint", "decode", "save"], before)).toBe("rendered");
  });
  test("if a sampler in a branch that a switch did not use was cached or not run", () => {
    const switched = {
      ...graph,
      pick: node("ComfySwitchNode", { on_true: ["decode", 0], on_false: ["blank", 0], switch: false }),
      blank: node("EmptyImage"),
      save: node("SaveImage", { images: ["pick", 0] }),
    };
    expect(state("save", ["blank", "pick", "save"], [], switched)).toBe("rendered");
  });
  test("without a sampler, if a node that is connected to the saving node ran", () => {
    const scale = {
      load: node("LoadImage"),
      scale: node("ImageScale", { image: ["load", 0] }),
      save: node("SaveImage", { images: ["scale", 0] }),
    };
    expect(state("save", ["scale", "save"], ["load"], scale)).toBe("rendered");
    expect(state("save", ["save"], ["load", "scale"], scale)).toBe("cached");
  });
  test("if one node makes and saves it", () => {
    expect(state("one", ["one"], [], { one: node("Make") })).toBe("rendered");
  });
});

describe("a result comes from the cache", () => {
  test("if only the saving node ran", () => {
    expect(describeExecution(graph, "save", { executed: ["save"], cached: [...before, "paint", "decode"] })).toEqual({
      state: "cached",
      executed: ["save"],
      cached: ["decode", "paint", "model", "control", "size", "text"],
    });
  });
  test("if its sampler did, although nodes after it ran", () => {
    expect(state("saveLarger", ["larger", "saveLarger"], [...before, "paint", "decode"])).toBe("cached");
    expect(state("saveLarger", ["decode", "larger", "saveLarger"], [...before, "paint"])).toBe("cached");
  });
  test("if a node after a sampler did, whose own result ComfyUI had removed", () => {
    expect(state("saveLarger", ["larger", "saveLarger"], ["decode"])).toBe("cached");
  });
  test("if a loop took one pass of its sampler from the cache", () => {
    expect(state("save", ["paint", "decode", "save"], ["paint"])).toBe("cached");
  });
  test("if the saving node did", () => {
    expect(state("save", ["paint", "decode"], ["save"])).toBe("cached");
  });
  test("if a sampler without a latent image did, by its seed and steps", () => {
    const video = {
      paint: node("WanVideoSampler", { seed: 1, steps: 20 }),
      decode: node("Decode", { samples: ["paint", 0] }),
      save: node("SaveVideo", { video: ["decode", 0] }),
    };
    expect(state("save", ["decode", "save"], ["paint"], video)).toBe("cached");
    expect(state("save", ["paint", "decode", "save"], [], video)).toBe("rendered");
  });
});

test("it is unknown without events, and for a node outside of the graph", () => {
  const unknown = { state: "unknown", executed: [], cached: [] };
  expect(describeExecution(graph, "save", null)).toEqual(unknown);
  expect(describeExecution(graph, "constructor", { executed: ["save"], cached: [] })).toEqual(unknown);
});

test("results name only the nodes that they depend on, and cycles end", () => {
  expect(describeExecution(graph, "other", { executed: ["other", "save"], cached: ["model"] })).toEqual({
    state: "rendered",
    executed: ["other"],
    cached: [],
  });
  const cycle = { a: node("A", { in: ["b", 0] }), b: node("B", { in: ["a", 0] }) };
  expect(describeExecution(cycle, "a", { executed: ["a", "b"], cached: [] }).executed).toEqual(["a", "b"]);
});
