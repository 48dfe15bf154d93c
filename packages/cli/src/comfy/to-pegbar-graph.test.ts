import { parseObjectInfo } from "@pegbar/comfyui";
import { expect, test } from "vitest";
import { ownClasses } from "./own-classes.ts";
import { findEscapingNodes, keepNeeded, listFiles, renameModels, toPegbarGraph } from "./to-pegbar-graph.ts";

const objectInfo = parseObjectInfo({
  ...ownClasses,
  LoadImage: { input: { required: { image: [["a.png"], { image_upload: true }] } }, output: ["IMAGE"] },
  LoraLoader: { input: { required: { lora_name: [["ink.safetensors"]] } }, output: ["MODEL"] },
  SaveImage: {
    input: { required: { images: ["IMAGE"], filename_prefix: ["STRING", { default: "ComfyUI" }] } },
    output_node: true,
  },
});
const graph = {
  "1": { class_type: "LoadImage", inputs: { image: "folder/a.png" } },
  "2": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "%date%/x" } },
  "3": { class_type: "PreviewImage", inputs: { images: ["1", 0] }, _meta: { title: "Look" } },
  "4": { class_type: "SaveImageWebsocket", inputs: { images: ["1", 0] } },
  "5": { class_type: "LoraLoader", inputs: { lora_name: "styles\\ink.safetensors" } },
};

test("saves what a tool wants to see only, and knows how the tool gets it", () => {
  const { graph: changed, deliveries } = toPegbarGraph(graph, objectInfo);
  expect(deliveries).toEqual({ "2": "output", "3": "temp", "4": "socket" });
  expect(changed["2"]).toEqual(graph["2"]);
  expect(changed["3"]).toEqual({
    class_type: "SaveImage",
    inputs: { images: ["1", 0], filename_prefix: "preview" },
    _meta: { title: "Look" },
  });
  expect(changed["4"]).toMatchObject({ class_type: "SaveImage", _meta: { title: "image" } });
  // The tool's graph is not changed.
  expect(graph["4"].class_type).toBe("SaveImageWebsocket");
});

test("keeps the nodes that the outputs need, however they depend on each other", () => {
  expect(Object.keys(keepNeeded(graph, ["2"]))).toEqual(["1", "2"]);
  const cycle = { a: { class_type: "X", inputs: { x: ["b", 0] } }, b: { class_type: "X", inputs: { x: ["a", 0] } } };
  expect(Object.keys(keepNeeded(cycle, ["a", "missing"]))).toEqual(["a", "b"]);
});

test("lists files, and names models as they are listed", () => {
  expect(listFiles(graph, objectInfo)).toEqual([{ nodeId: "1", input: "image", name: "folder/a.png" }]);
  expect(renameModels(graph, objectInfo)["5"]?.inputs["lora_name"]).toBe("ink.safetensors");
});

test("finds nodes that would save outside of the output folder", () => {
  const node = graph["2"];
  const prefixed = (filename_prefix: string) => ({ "2": { ...node, inputs: { ...node.inputs, filename_prefix } } });
  expect(findEscapingNodes(graph, objectInfo)).toEqual([]);
  expect(findEscapingNodes(prefixed("../x"), objectInfo)).toEqual(["2"]);
  expect(findEscapingNodes(prefixed("/x"), objectInfo)).toEqual(["2"]);
});
