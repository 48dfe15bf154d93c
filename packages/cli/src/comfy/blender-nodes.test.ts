import { type Graph, parseObjectInfo } from "@pegbar/comfyui";
import { expect, test } from "vitest";
import { replaceBlenderNodes } from "./blender-nodes.ts";

const declare = (...names: string[]) =>
  parseObjectInfo(Object.fromEntries(names.map((name) => [name, { input: { required: {} }, output: [] }])));
const image = declare(
  "CheckpointLoaderSimple",
  "UNETLoader",
  "LoadImage",
  "LoraLoaderModelOnly",
  "LoadImageMask",
  "SaveImage",
  "PreviewAny",
  "KSampler",
);

test("replaces the add-on's classes by those that they are made of, and values by themselves", () => {
  const graph: Graph = {
    "1": { class_type: "BlenderInputLoadCheckpoint", inputs: { ckpt_name: "a.safetensors", order: 1, default: "" } },
    "2": {
      class_type: "BlenderInputLoadLora",
      inputs: { model: ["1", 0], lora_name: "b.safetensors", strength_model: ["5", 0], order: 2, group: ["9", 0] },
      _meta: { title: "LoRA" },
    },
    "3": { class_type: "BlenderInputSampler", inputs: { sampler_name: "euler", order: 3, default: "" } },
    "4": { class_type: "BlenderInputSeed", inputs: { value: 7, order: 4, min: 0, max: 9, step: 1 } },
    "5": { class_type: "BlenderInputFloat", inputs: { value: 0.5, order: 5, group: ["9", 0] } },
    "6": { class_type: "KSampler", inputs: { seed: ["4", 0], sampler_name: ["3", 0], model: ["2", 0], steps: 2 } },
    "7": { class_type: "BlenderInputLoadMask", inputs: { image: "m.png", order: 6 } },
    "8": { class_type: "BlenderOutputString", inputs: { string: ["10", 0] } },
    "9": { class_type: "BlenderInputGroup", inputs: { order: 0, compact: true } },
    "10": { class_type: "BlenderInputString", inputs: { value: ["4", 0], order: 7 } },
  };
  expect(replaceBlenderNodes(graph, image)).toEqual({
    "1": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "a.safetensors" } },
    "2": {
      class_type: "LoraLoaderModelOnly",
      inputs: { model: ["1", 0], lora_name: "b.safetensors", strength_model: 0.5 },
      _meta: { title: "LoRA" },
    },
    "6": { class_type: "KSampler", inputs: { seed: 7, sampler_name: "euler", model: ["2", 0], steps: 2 } },
    "7": { class_type: "LoadImageMask", inputs: { image: "m.png", channel: "alpha" } },
    "8": { class_type: "PreviewAny", inputs: { source: 7 } },
  });
});

test("keeps classes that the image has, and those that it cannot replace", () => {
  const graph: Graph = {
    "1": { class_type: "BlenderInputInt", inputs: { value: 3 } },
    "2": { class_type: "BlenderOutputSaveImage", inputs: { images: ["4", 0], filename_prefix: "a" } },
    "3": { class_type: "BlenderOutputSaveGlb", inputs: { mesh: ["1", 0], filename_prefix: "b" } },
    "4": { class_type: "BlenderOutputDownload3D", inputs: { model_file: "x.glb" } },
  };
  expect(replaceBlenderNodes(graph, declare("BlenderInputInt", "BlenderOutputSaveImage", "SaveImage"))).toEqual(graph);
});

test("leaves out inputs without a value, and ends for values in a circle", () => {
  const graph: Graph = {
    "1": { class_type: "BlenderInputInt", inputs: { value: ["2", 0] } },
    "2": { class_type: "BlenderInputInt", inputs: { value: ["1", 0] } },
    "3": { class_type: "BlenderInputInt", inputs: {} },
    "4": { class_type: "KSampler", inputs: { seed: ["1", 0], steps: ["3", 0], cfg: 7 } },
  };
  expect(replaceBlenderNodes(graph, image)).toEqual({ "4": { class_type: "KSampler", inputs: { cfg: 7 } } });
});
