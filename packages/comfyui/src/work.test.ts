import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Graph, GraphNode } from "./graph.ts";
import { workOf } from "./work.ts";

const node = (class_type: string, inputs: Record<string, unknown>): GraphNode => ({ class_type, inputs });
const noFiles = new Map<string, { width: number; height: number }>();
const layout = new Map([["inp_1", { width: 1920, height: 1080 }]]);
const sampler = (latent: unknown, steps: unknown = 20) =>
  node("KSampler", {
    steps,
    positive: ["6", 0],
    model: ["4", 0],
    latent_image: latent,
  });
const empty = (width: unknown, height: unknown, batch_size: unknown = 1) =>
  node("EmptyLatentImage", { width, height, batch_size });
const fromFile: Graph = {
  "1": node("LoadImage", { image: "inp_1" }),
  "2": node("VAEEncode", { vae: ["4", 2], pixels: ["1", 0] }),
  "4": node("CheckpointLoaderSimple", { ckpt_name: "sd.safetensors" }),
};

test("text to image: the empty latent's size and batch", () => {
  expect(workOf({ "3": sampler(["5", 0]), "5": empty(1024, 576, 4) }, noFiles)).toEqual({
    pixels: 1024 * 576 * 4,
    steps: 20,
  });
});

test("image to image: the file's size through VAE encode", () => {
  expect(workOf({ ...fromFile, "3": sampler(["2", 0]) }, layout)).toEqual({ pixels: 1920 * 1080, steps: 20 });
});

describe("nodes on the way", () => {
  const through = (scale: GraphNode) =>
    workOf({ ...fromFile, "2": node("VAEEncode", { pixels: ["7", 0] }), "3": sampler(["2", 0]), "7": scale }, layout);
  test.each<[string, GraphNode, number]>([
    ["width and height win", node("ImageScale", { image: ["1", 0], width: 640, height: 360 }), 640 * 360],
    ["height 0 keeps the ratio", node("ImageScale", { image: ["1", 0], width: 960, height: 0 }), 960 * 540],
    ["scale_by", node("ImageScaleBy", { image: ["1", 0], scale_by: 0.5 }), 960 * 540],
    ["upscale_factor", node("Custom", { image: ["1", 0], upscale_factor: 2 }), 3840 * 2160],
    ["a factor that is no number", node("ImageScaleBy", { image: ["1", 0], scale_by: "2" }), 1920 * 1080],
    ["repeats", node("RepeatImageBatch", { image: ["1", 0], amount: 3 }), 1920 * 1080 * 3],
    ["the picture, not its mask", node("Paste", { mask: ["99", 0], image: ["1", 0] }), 1920 * 1080],
  ])("%s", (_name, scale, pixels) => expect(through(scale).pixels).toBe(pixels));

  test("scales add up on the way, up to the node that sets a size", () => {
    const graph: Graph = {
      "3": sampler(["a", 0]),
      a: node("LatentUpscaleBy", { samples: ["b", 0], scale_by: 1.5 }),
      b: node("LatentUpscale", { samples: ["c", 0], width: 512, height: 256 }),
      c: node("LatentUpscaleBy", { samples: ["5", 0], scale_by: 8 }),
      "5": empty(64, 64, 2),
    };
    expect(workOf(graph, noFiles).pixels).toBe(768 * 384 * 2);
  });

  test("a width that a primitive node holds", () => {
    const graph = { "3": sampler(["5", 0]), "5": empty(["w", 0], 100), w: node("PrimitiveInt", { value: 300 }) };
    expect(workOf(graph, noFiles).pixels).toBe(30_000);
  });
});

test("two passes: steps of both, pixels of the larger", () => {
  const graph: Graph = {
    "3": sampler(["5", 0], 20),
    "5": empty(512, 512),
    "6": node("LatentUpscaleBy", { samples: ["3", 0], scale_by: 2 }),
    "7": sampler(["6", 0], 12),
  };
  expect(workOf(graph, noFiles)).toEqual({ pixels: 1024 * 1024, steps: 32 });
});

test("a custom sampler's steps stand in its scheduler, a split on the way or not", () => {
  const graph: Graph = {
    "1": node("SamplerCustomAdvanced", { sigmas: ["2", 0], latent_image: ["5", 0], guider: ["9", 0] }),
    "2": node("SplitSigmas", { sigmas: ["3", 0], step: 4 }),
    "3": node("BasicScheduler", { steps: 28, denoise: 1 }),
    "5": empty(800, 600),
    "6": node("SamplerCustom", { sigmas: ["3", 0], latent_image: ["1", 0] }),
  };
  expect(workOf(graph, noFiles)).toEqual({ pixels: 480_000, steps: 56 });
});

test("no sampler: the largest file", () => {
  const files = new Map([...layout, ["inp_2", { width: 10, height: 10 }]]);
  expect(workOf({ "1": node("LoadImage", { image: "inp_2" }) }, files)).toEqual({ pixels: 1920 * 1080, steps: 0 });
});

describe("what is not known", () => {
  const unknown = 1024 * 1024;
  test.each<[string, Graph]>([
    ["no nodes", {}],
    ["a link to nowhere", { "3": sampler(["77", 0]) }],
    ["a link to a prototype", { "3": sampler(["constructor", 0]) }],
    ["a file without a size", { ...fromFile, "3": sampler(["2", 0]) }],
    ["a sampler that feeds itself", { "3": sampler(["3", 0]) }],
    ["sizes that are none", { "3": sampler(["5", 0]), "5": empty(Number.NaN, -512) }],
    ["a size in words", { "3": sampler(["5", 0]), "5": empty("wide", { a: 1 }) }],
  ])("%s", (_name, graph) => expect(workOf(graph, noFiles).pixels).toBe(unknown));

  test.each([Number.NaN, -5, "20", null, ["99", 0], ["3", 0]])("steps of %j count nothing", (steps) =>
    expect(workOf({ "3": sampler(["5", 0], steps), "5": empty(64, 64) }, noFiles).steps).toBe(0),
  );
});

test("huge values are capped", () => {
  const graph = { "3": sampler(["5", 0], Infinity), "5": empty(1e300, Infinity, 1e12), "6": sampler(["5", 0], 1e9) };
  expect(workOf(graph, noFiles)).toEqual({ pixels: 1e10, steps: 1e6 });
});

test("a long chain under many samplers ends soon", () => {
  const chain = Array.from({ length: 5_000 }, (_, i) => [`n${i}`, node("X", { samples: [`n${i + 1}`, 0] })] as const);
  const samplers = chain.map(([id], i) => [`s${i}`, sampler([id, 0], 1)] as const);
  const begun = performance.now();
  expect(workOf(Object.fromEntries([...chain, ...samplers]), noFiles)).toEqual({ pixels: 1024 * 1024, steps: 5_000 });
  expect(performance.now() - begun).toBeLessThan(5_000);
});

const ids = ["1", "2", "3", "4", "__proto__", "missing"];
const names = ["latent_image", "samples", "pixels", "image", "sigmas", "steps", "width", "height", "batch_size"];
const value = fc.oneof(
  fc.tuple(fc.constantFrom(...ids), fc.nat(2)),
  fc.double(),
  fc.integer(),
  fc.constantFrom("inp_1", Infinity, null, true),
  fc.anything(),
);
const anyGraph = fc
  .array(
    fc.tuple(
      fc.constantFrom(...ids.slice(0, 5)),
      fc.dictionary(fc.constantFrom(...names, "scale_by", "amount", "value", "__proto__"), value),
    ),
    { maxLength: 8 },
  )
  .map((nodes): Graph => Object.fromEntries(nodes.map(([id, inputs]) => [id, node("RepeatLatentBatch", inputs)])));
const anyFiles = fc.record({ width: fc.double(), height: fc.double() }).map((size) => new Map([["inp_1", size]]));

test("any graph: whole numbers within the caps, the same each time, the graph left alone", () => {
  fc.assert(
    fc.property(anyGraph, anyFiles, (graph, files) => {
      const copy = structuredClone(graph);
      const work = workOf(graph, files);
      expect(Number.isInteger(work.pixels) && work.pixels >= 1 && work.pixels <= 1e10).toBe(true);
      expect(Number.isInteger(work.steps) && work.steps >= 0 && work.steps <= 1e6).toBe(true);
      expect(workOf(graph, files)).toEqual(work);
      expect(graph).toEqual(copy);
    }),
    { numRuns: 2_000 },
  );
});
