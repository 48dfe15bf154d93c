import fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph } from "./graph.ts";
import { findLargestBatch, measureWork } from "./work.ts";

const sampler = (latent: unknown, steps: unknown = 20) => ({
  class_type: "KSampler",
  inputs: { steps, latent_image: latent },
});
const empty = (width: unknown, height: unknown, batch_size: unknown = 1) => ({
  class_type: "EmptyLatentImage",
  inputs: { width, height, batch_size },
});
const none = new Map<string, { width: number; height: number; frames: number }>();
const files = new Map([["inp_1", { width: 800, height: 600, frames: 1 }]]);

test("uses the empty latent's size with its batch for text to image", () => {
  expect(measureWork({ "3": sampler(["5", 0]), "5": empty(1024, 576, 2) }, none)).toEqual({
    pixels: 1024 * 576 * 2,
    steps: 20,
  });
});

test("uses the uploaded file's size, through the encoder, for image to image", () => {
  const graph: Graph = {
    "1": { class_type: "LoadImage", inputs: { image: "inp_1" } },
    "2": { class_type: "VAEEncode", inputs: { pixels: ["1", 0], vae: ["9", 2] } },
    "3": sampler(["2", 0], 8),
  };
  expect(measureWork(graph, files)).toEqual({ pixels: 480_000, steps: 8 });
});

test("uses the new size or the factor of a scaled picture", () => {
  const graph = (scale: Record<string, unknown>): Graph => ({
    "1": { class_type: "LoadImage", inputs: { image: "inp_1" } },
    "2": { class_type: "ImageScale", inputs: { image: ["1", 0], ...scale } },
    "3": { class_type: "VAEEncode", inputs: { pixels: ["2", 0] } },
    "4": sampler(["3", 0]),
  });
  expect(measureWork(graph({ width: 512, height: 512 }), files).pixels).toBe(512 * 512);
  expect(measureWork(graph({ scale_by: 2 }), files).pixels).toBe(480_000 * 4);
});

test("adds the steps of two samplers, and uses the larger size", () => {
  const graph: Graph = {
    "1": empty(512, 512),
    "2": sampler(["1", 0], 20),
    "3": { class_type: "LatentUpscaleBy", inputs: { samples: ["2", 0], scale_by: 1.5 } },
    "4": sampler(["3", 0], 10),
  };
  expect(measureWork(graph, none)).toEqual({ pixels: 768 * 768, steps: 30 });
});

test("uses the steps of a custom sampler's scheduler", () => {
  const graph: Graph = {
    "1": empty(1024, 1024),
    "2": { class_type: "BasicScheduler", inputs: { steps: 28 } },
    "3": { class_type: "SamplerCustomAdvanced", inputs: { sigmas: ["2", 0], latent_image: ["1", 0] } },
  };
  expect(measureWork(graph, none)).toEqual({ pixels: 1024 * 1024, steps: 28 });
});

test("uses the largest picture and no steps without a sampler", () => {
  const graph: Graph = {
    "1": { class_type: "LoadImage", inputs: { image: "inp_1" } },
    "2": { class_type: "ImageScale", inputs: { image: ["1", 0], width: 1280, height: 720 } },
  };
  expect(measureWork(graph, files)).toEqual({ pixels: 1280 * 720, steps: 0 });
});

test("counts cycles, missing nodes and unknown sizes as a megapixel", () => {
  for (const graph of [
    { "1": sampler(["1", 0]) },
    { "1": sampler(["2", 0]), "2": { class_type: "X", inputs: { samples: ["1", 0] } } },
    { "1": sampler(["99", 0]) },
    { "1": sampler(["2", 0]), "2": empty(Number.NaN, -5) },
  ] satisfies Graph[])
    expect(measureWork(graph, none)).toEqual({ pixels: 1024 * 1024, steps: 20 });
});

test("finds the steps of a split schedule", () => {
  const graph: Graph = {
    "1": empty(512, 512),
    "2": { class_type: "BasicScheduler", inputs: { steps: 12 } },
    "3": { class_type: "SplitSigmas", inputs: { sigmas: ["2", 0], step: 6 } },
    "4": { class_type: "SamplerCustom", inputs: { sigmas: ["3", 1], latent_image: ["1", 0] } },
  };
  expect(measureWork(graph, none).steps).toBe(12);
});

test("is fast for a graph with two to the thirtieth paths", () => {
  const graph: Graph = { "1": sampler(["2", 0]) };
  for (let i = 2; i < 60; i++)
    graph[String(i)] = { class_type: "X", inputs: { samples: [String(i + 1), 0], image: [String(i + 1), 0] } };
  expect(measureWork(graph, none).pixels).toBe(1024 * 1024);
});

test("is finite and whole for any graph", () => {
  const value = fc.oneof(
    fc.tuple(fc.constantFrom("1", "2", "3", "4"), fc.constant(0)),
    fc.double(),
    fc.string(),
    fc.constantFrom("inp_1"),
  );
  const inputs = fc.dictionary(
    fc.constantFrom(
      "latent_image",
      "samples",
      "pixels",
      "image",
      "width",
      "height",
      "batch_size",
      "steps",
      "sigmas",
      "scale_by",
    ),
    value,
  );
  const graphs = fc.dictionary(
    fc.constantFrom("1", "2", "3", "4"),
    fc.record({ class_type: fc.constant("X"), inputs }),
  );
  fc.assert(
    fc.property(graphs, (graph) => {
      const { pixels, steps } = measureWork(graph, files);
      expect(Number.isSafeInteger(pixels) && pixels > 0 && pixels <= 1e13).toBe(true);
      expect(Number.isSafeInteger(steps) && steps >= 0 && steps <= 1e6).toBe(true);
    }),
  );
});

test("finds the largest batch with its node: literals, texts, primitives, repeats, frames and factors", () => {
  const image = (inputs: Record<string, unknown>) => ({ class_type: "EmptyImage", inputs });
  const find = (graph: Graph) => findLargestBatch(graph, files);
  expect(find({ "1": image({ width: 16_384, height: 16_384, batch_size: 4096 }) })).toMatchObject({
    nodeId: "1",
    pixels: 16_384 ** 2 * 4096,
  });
  expect(find({ "1": image({ width: "100", height: { __value__: 50 }, batch_size: "3" }) })?.pixels).toBe(15_000);
  expect(
    find({
      "1": image({ width: ["2", 0], height: 10, batch_size: 1 }),
      "2": { class_type: "PrimitiveInt", inputs: { value: 4000 } },
    })?.pixels,
  ).toBe(40_000);
  expect(
    find({
      "1": { class_type: "LoadImage", inputs: { image: "inp_1" } },
      "2": { class_type: "RepeatImageBatch", inputs: { image: ["1", 0], amount: 100 } },
      "3": { class_type: "ImageScaleBy", inputs: { image: ["2", 0], scale_by: 2 } },
    }),
  ).toEqual({ nodeId: "3", width: 1600, height: 1200, batch: 100, pixels: 192_000_000 });
  expect(
    find({ "1": { class_type: "EmptyHunyuanLatentVideo", inputs: { width: 64, height: 64, length: 81 } } }),
  ).toEqual({ nodeId: "1", width: 64, height: 64, batch: 81, pixels: 64 * 64 * 81 });
  expect(
    find({
      "1": { class_type: "LoadImage", inputs: { image: "inp_1" } },
      "2": { class_type: "ImageScaleToTotalPixels", inputs: { image: ["1", 0], megapixels: 16 } },
    })?.pixels,
  ).toBeCloseTo(16 * 1024 * 1024, 0);
  expect(find({ "1": { class_type: "LoadImage", inputs: { image: "unknown" } } })).toBeUndefined();
});

test("multiplies the size by the frames of a video, up to the loader's limit", () => {
  const films = new Map([["inp_1", { width: 800, height: 600, frames: 48 }]]);
  const graph = (load: Record<string, unknown>): Graph => ({
    "1": { class_type: "LoadVideo", inputs: { file: "inp_1", ...load } },
    "2": { class_type: "GetVideoComponents", inputs: { video: ["1", 0] } },
    "3": { class_type: "ImageScale", inputs: { image: ["2", 0], width: 512, height: 512 } },
    "4": { class_type: "VAEEncode", inputs: { pixels: ["3", 0] } },
    "5": sampler(["4", 0], 8),
  });
  expect(measureWork(graph({}), films)).toEqual({ pixels: 512 * 512 * 48, steps: 8 });
  expect(measureWork(graph({ frame_load_cap: 16 }), films).pixels).toBe(512 * 512 * 16);
  expect(measureWork(graph({ frame_load_cap: 0 }), films).pixels).toBe(512 * 512 * 48);
  expect(measureWork(graph({ frame_load_cap: 100 }), films).pixels).toBe(512 * 512 * 48);
});

test("follows sizes that nodes compute of numbers and files in the graph", () => {
  const graph = (width: unknown, height: unknown): Graph => ({
    "1": { class_type: "LoadImage", inputs: { image: "inp_1" } },
    "2": { class_type: "GetImageSize", inputs: { image: ["1", 0] } },
    "3": { class_type: "ComfyMathExpression", inputs: { expression: "a // 64 * 64 * 2", "values.a": ["2", 0] } },
    "4": { class_type: "ResolutionSelector", inputs: { aspect_ratio: "1:1 (Square)", megapixels: 4, multiple: 8 } },
    "5": empty(width, height),
    "6": sampler(["5", 0]),
  });
  expect(measureWork(graph(["2", 0], ["2", 1]), files).pixels).toBe(800 * 600);
  expect(measureWork(graph(["3", 1], ["2", 1]), files).pixels).toBe(1536 * 600);
  expect(measureWork(graph(["4", 0], ["4", 1]), files).pixels).toBe(2048 * 2048);
  // Without the file's size, neither is known.
  expect(findLargestBatch(graph(["3", 1], ["2", 1]), none)).toBeUndefined();
});

test("does not multiply by numbers of pictures to take at once", () => {
  const graph: Graph = {
    "1": empty(512, 512, 4),
    "2": { class_type: "VAEDecode", inputs: { samples: ["1", 0] } },
    "3": { class_type: "RebatchImages", inputs: { images: ["2", 0], batch_size: 4096 } },
    "4": { class_type: "SaveImage", inputs: { images: ["3", 0] } },
  };
  expect(findLargestBatch(graph, none)?.pixels).toBe(512 * 512 * 4);
});
