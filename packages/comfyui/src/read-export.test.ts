import { expect, test } from "vitest";
import { check } from "./check.ts";
import { buildGoodGraph, rawObjectInfo } from "./fixture.ts";
import { parseObjectInfo } from "./object-info.ts";
import { readExport } from "./read-export.ts";

const objectInfo = parseObjectInfo({
  ...rawObjectInfo,
  ConditioningAverage: { input: { required: { strength: ["FLOAT", { min: 0, max: 1 }] } }, output: ["CONDITIONING"] },
  ControlNetLoader: { input: { required: { control_net_name: [["a.safetensors"]] } }, output: ["CONTROL_NET"] },
  PreviewAny: { input: { required: { source: ["*", {}] } }, output: [], output_node: true },
});
const withNode = (class_type: string, inputs: Record<string, unknown>) => ({
  ...buildGoodGraph(),
  "4": { class_type, inputs },
  "5": { class_type: "PreviewAny", inputs: { source: ["4", 0] } },
});

test("replaces classes that the image no longer has, and keeps their inputs", () => {
  const average = readExport(withNode("ConditioningAverage ", { strength: 0.5 }), objectInfo);
  expect(average).toEqual({ graph: withNode("ConditioningAverage", { strength: 0.5 }), problems: [] });
  const adapter = readExport(withNode("T2IAdapterLoader", { t2i_adapter_name: "a.safetensors" }), objectInfo);
  expect(adapter.graph["4"]).toEqual({ class_type: "ControlNetLoader", inputs: { control_net_name: "a.safetensors" } });
  const batch = readExport(withNode("ImageBatch", { image1: ["1", 0], image2: ["2", 0] }), objectInfo);
  const policy = { allowedFiles: new Set(["inp_1"]), models: new Set<string>(), customNodes: [] };
  expect(check(batch.graph, objectInfo, policy)).toEqual([]);
});

test("moves an input to where a newer version of its class has it", () => {
  const options = ["auto", "h264"].map((key) => ({ key, inputs: { required: {} } }));
  const codec = ["COMFY_DYNAMICCOMBO_V3", { options }];
  const format = [
    "COMFY_DYNAMICCOMBO_V3",
    {
      options: [
        { key: "mp4", inputs: { required: { codec } } },
        { key: "gif", inputs: { required: {} } },
      ],
    },
  ];
  const declare = (inputs: object) =>
    parseObjectInfo({ ...rawObjectInfo, SaveVideo: { input: inputs, output: [], output_node: true } });
  const read = (inputs: Record<string, unknown>, image: object) =>
    readExport({ ...buildGoodGraph(), "4": { class_type: "SaveVideo", inputs } }, declare(image)).graph["4"]?.inputs;
  // As ComfyUI 0.33.0 declares it, where the old input is still there, but hidden.
  const newer = { required: { format }, optional: { codec } };
  expect(read({ format: "mp4", codec: "h264" }, newer)).toEqual({ format: "mp4", "format.codec": "h264" });
  for (const inputs of [
    { format: "mp4", "format.codec": "auto", codec: "h264" },
    { format: "gif", codec: "h264" },
  ])
    expect(read(inputs, newer)).toEqual(inputs);
  const older = { required: { format: [["mp4"]], codec: [["h264"]] } };
  expect(read({ format: "mp4", codec: "h264" }, older)).toEqual({ format: "mp4", codec: "h264" });
});

test("keeps a class that the image still has", () => {
  const withBatch = parseObjectInfo({
    ...rawObjectInfo,
    ImageBatch: { input: { required: { image1: ["IMAGE"], image2: ["IMAGE"] } }, output: ["IMAGE"] },
  });
  const graph = {
    ...buildGoodGraph(),
    "3": { class_type: "SaveImage", inputs: { images: ["4", 0] } },
    "4": { class_type: "ImageBatch", inputs: { image1: ["2", 0], image2: ["2", 0] } },
  };
  expect(readExport(graph, withBatch).graph).toEqual(graph);
});

test("reports what cannot be read, and reads the rest", () => {
  const { graph, problems } = readExport({ ...buildGoodGraph(), "9": "text" }, objectInfo);
  expect(graph).toEqual(buildGoodGraph());
  expect(problems).toMatchObject([{ code: "malformed_node", nodeId: "9" }]);
});
