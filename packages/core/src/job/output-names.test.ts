import { parseObjectInfo, type Graph } from "@pegbar/comfyui";
import { expect, test } from "vitest";
import { nameOutputs } from "./output-names.ts";

const objectInfo = parseObjectInfo({
  SaveImage: { input: { required: { images: ["IMAGE"], filename_prefix: ["STRING", {}] } }, output_node: true },
});
const save = (title?: string): Graph[string] => ({
  class_type: "SaveImage",
  inputs: {},
  ...(title === undefined ? {} : { _meta: { title } }),
});

test("names outputs after the title of their node, or after its class", () => {
  expect(nameOutputs({ "9": save("Beauty pass!"), "10": save(), "11": save("…") }, objectInfo)).toEqual({
    "9": "beauty_pass",
    "10": "saveimage",
    "11": "output",
  });
});

test("gives nodes with the same title different names", () => {
  const graph = { a: save("Save Image"), b: save("save image"), c: save("Save Image 2"), d: save("Save Image") };
  expect(Object.values(nameOutputs(graph, objectInfo))).toEqual([
    "save_image",
    "save_image_2",
    "save_image_2_2",
    "save_image_3",
  ]);
});
