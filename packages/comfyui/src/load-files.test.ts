import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "./check.ts";
import { customNode, rawObjectInfo } from "./fixture.ts";
import { isLink, type Graph } from "./graph.ts";
import { explainUnloadable, loadFiles } from "./load-files.ts";
import { parseObjectInfo } from "./object-info.ts";
import { measureWork } from "./work.ts";

const mask = {
  input: {
    required: {
      masks: [
        "COMFY_AUTOGROW_V3",
        { template: { input: { required: { mask: ["MASK", {}] } }, prefix: "mask", min: 2, max: 50 } },
      ],
    },
  },
  output: ["MASK"],
};
const pair = { input: { required: { image1: ["IMAGE"], image2: ["IMAGE"] } }, output: ["IMAGE"] };
const compose = { input: { required: { image: ["IMAGE"], mask: ["MASK"] } }, output: ["IMAGE"] };
const raw = { ...rawObjectInfo, BatchMasksNode: mask, ImageBatch: pair, ImageCompositeMasked: compose };
const objectInfo = parseObjectInfo(raw);
const { BatchImagesNode: _batch, ...older } = raw as Record<string, unknown>;
const graph: Graph = {
  "1": { class_type: "LoadImage", inputs: { image: "" }, _meta: { title: "Plate" } },
  "2": {
    class_type: "ImageScale",
    inputs: { image: ["1", 0], upscale_method: "lanczos", width: 8, height: 8, crop: "disabled" },
  },
  "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "x" } },
};
const place = { nodeId: "1", input: "image" };
const list = (count: number) => Array.from({ length: count }, (_, index) => `inp_${index + 1}`);

/** The files behind an image link, in the order of the batch. */
function readBatch(made: Graph, value: unknown): string[] {
  if (!isLink(value)) return [];
  const node = made[value[0]];
  if (!node) throw new Error(`no node ${value[0]}`);
  const { image } = node.inputs;
  if (typeof image === "string") return [image];
  return Object.values(node.inputs).flatMap((one) => readBatch(made, one));
}

test("one file only sets the name, and the other nodes are shared", () => {
  const made = loadFiles(graph, place, ["inp_1"], objectInfo);
  expect(made["1"]).toEqual({ ...graph["1"], inputs: { image: "inp_1" } });
  expect(made["2"]).toBe(graph["2"]);
});

test("several files are one batch in their order, under the node's own id", () => {
  const made = loadFiles(graph, place, list(3), objectInfo);
  expect(made["1"]).toEqual({
    class_type: "BatchImagesNode",
    inputs: { "images.image0": ["1:1", 0], "images.image1": ["1:2", 0], "images.image2": ["1:3", 0] },
  });
  expect(made["1:2"]).toEqual({ class_type: "LoadImage", inputs: { image: "inp_2" }, _meta: { title: "Plate 2" } });
  expect(made["2"]).toBe(graph["2"]);
  const files = new Map(list(3).map((id) => [id, { width: 8, height: 8, frames: 1 }]));
  expect(measureWork(made, files).pixels).toBe(8 * 8 * 3);
});

test("picture and mask of a loader are joined each", () => {
  const both: Graph = {
    ...graph,
    "4": { class_type: "ImageCompositeMasked", inputs: { image: ["1", 0], mask: ["1", 1] } },
  };
  const made = loadFiles(both, place, list(2), objectInfo);
  expect(made["4"]?.inputs).toEqual({ image: ["1", 0], mask: ["1:batch1", 0] });
  expect(made["1:batch1"]?.inputs).toEqual({ "masks.mask0": ["1:1", 1], "masks.mask1": ["1:2", 1] });
  const onlyMask: Graph = { "1": graph["1"] as Graph[string], "4": { class_type: "X", inputs: { mask: ["1", 1] } } };
  expect(loadFiles(onlyMask, place, list(2), objectInfo)["4"]?.inputs).toEqual({ mask: ["1", 0] });
});

test("any number of files keeps its order, and the graph passes the check, also of images without a long batch node", () => {
  const withPairs = parseObjectInfo(older);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.boolean(), (count, isOld) => {
      const info = isOld ? withPairs : objectInfo;
      const made = loadFiles(graph, place, list(count), info);
      expect(readBatch(made, ["1", 0])).toEqual(list(count));
      expect(
        check(made, info, { allowedFiles: new Set(list(count)), models: new Set(), customNodes: [customNode] }),
      ).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("an output that no node joins is named", () => {
  const video: Graph = {
    "1": { class_type: "LoadVideo", inputs: { file: "" } },
    "2": { class_type: "Any", inputs: { video: ["1", 0] } },
  };
  expect(explainUnloadable(video, "1", objectInfo)).toBe(
    "its output VIDEO cannot be joined to a batch by a node of this image",
  );
  expect(explainUnloadable(graph, "1", objectInfo)).toBeUndefined();
});
