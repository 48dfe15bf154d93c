import { expect, test } from "vitest";
import { getFileKinds } from "./file-kinds.ts";
import { listFileInputs, previewNodes } from "./inventory.ts";
import { parseObjectInfo } from "./object-info.ts";

const list = (flag = {}) => [["a.png"], flag];
/** File inputs as ComfyUI 0.33.0 declares them in /object_info, and loaders of custom nodes. */
const loaders: Record<string, [input: string, spec: unknown, output: string[], module?: string]> = {
  LoadImage: ["image", list({ image_upload: true }), ["IMAGE", "MASK"]],
  LoadImageMask: ["image", list({ image_upload: true }), ["MASK"]],
  LoadVideo: ["file", ["COMBO", { video_upload: true, options: ["a.mp4"] }], ["VIDEO"]],
  LoadAudio: ["audio", ["COMBO", { audio_upload: true, options: ["a.wav"] }], ["AUDIO"]],
  Load3DAdvanced: ["model_file", ["COMBO", { file_upload: true, options: ["none"] }], ["FILE_3D"]],
  LoadLatent: ["latent", list(), ["LATENT"]],
  LoadImageDataSetFromFolder: ["folder", ["COMBO", { options: ["a"] }], ["IMAGE"]],
  VHS_LoadVideo: ["video", list({ video_upload: true }), ["IMAGE", "INT", "AUDIO"], "custom_nodes.vhs"],
  LoadByPath: ["file_path", ["STRING", {}], ["AUDIO"], "custom_nodes.x"],
  LoadByUrl: ["image_url", ["STRING", {}], ["IMAGE"], "custom_nodes.x"],
  LoadTextFile: ["file_path", ["STRING", {}], ["STRING"], "custom_nodes.x"],
};
const node = (input: object, output: string[], over = {}) => ({
  input,
  output,
  output_name: output,
  output_is_list: output.map(() => false),
  name: "x",
  display_name: "x",
  category: "x",
  output_node: false,
  python_module: "nodes",
  ...over,
});
const info = parseObjectInfo({
  ...Object.fromEntries(
    Object.entries(loaders).map(([name, [input, spec, output, python_module = "nodes"]]) => [
      name,
      node({ required: { [input]: spec } }, output, { name, python_module }),
    ]),
  ),
  SaveImage: node({ required: { images: ["IMAGE"], filename_prefix: ["STRING", {}] } }, [], {
    name: "SaveImage",
    output_node: true,
  }),
  PreviewImage: node({ required: { images: ["IMAGE"] } }, [], { name: "PreviewImage", output_node: true }),
  PreviewAny: node({ required: { source: ["*", {}] } }, [], { name: "PreviewAny", output_node: true }),
});

test.each([
  ["LoadImage", ["image"]],
  ["LoadImageMask", ["image"]],
  ["LoadVideo", ["video"]],
  ["LoadAudio", ["audio", "video"]],
  ["Load3DAdvanced", ["3d"]],
  ["LoadLatent", ["latent"]],
  ["LoadImageDataSetFromFolder", []],
  ["VHS_LoadVideo", ["video"]],
  ["LoadByPath", ["audio", "video"]],
  ["LoadByUrl", []],
  ["LoadTextFile", []],
])("%s takes %j", (name, kinds) => {
  const spec = info.get(name);
  const [input] = spec?.inputs ?? [];
  if (!spec || !input) throw new Error("not parsed");
  expect(getFileKinds(spec, input)).toEqual(kinds);
});

test("a graph's file inputs have their kinds", () => {
  const graph = { "1": { class_type: "LoadVideo", inputs: { file: "a.mp4" } } };
  expect(listFileInputs(graph, info)).toEqual([
    { nodeId: "1", input: "file", value: "a.mp4", optional: false, kinds: ["video"] },
  ]);
});

test("nodes that only preview are listed, not those that save or return text", () => {
  const graph = Object.fromEntries(
    ["SaveImage", "PreviewImage", "PreviewAny", "LoadImage"].map((class_type, index) => [
      String(index),
      { class_type, inputs: {} },
    ]),
  );
  expect(previewNodes(graph, info)).toEqual([{ nodeId: "1", classType: "PreviewImage" }]);
});
