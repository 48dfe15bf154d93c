import fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph } from "./graph.ts";
import { measureWork } from "./work.ts";

const sampler = (latent: unknown, steps: unknown = 20) => ({
  class_type: "KSampler",
  inputs: { steps, latent_image: latent },
});
const empty = (width: unknown, height: unknown, batch_size: unknown = 1) => ({
  class_type: "EmptyLatentImage",
  inputs: { width, height, batch_size },
});
const none = new Map<string, { width: number; height: number }>();
const files = new Map([["inp_1", { width: 800, height: 600 }]]);

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
      expect(Number.isSafeInteger(pixels) && pixels > 0 && pixels <= 1e10).toBe(true);
      expect(Number.isSafeInteger(steps) && steps >= 0 && steps <= 1e6).toBe(true);
    }),
  );
});
