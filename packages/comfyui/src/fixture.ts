import type { CustomNode } from "./custom-node.ts";
import type { Graph } from "./graph.ts";
import { parseObjectInfo } from "./object-info.ts";

const buildNode = (
  required: Record<string, unknown>,
  output: string[],
  more: Record<string, unknown> = {},
  optional: Record<string, unknown> = {},
) => ({ input: { required, optional }, output, output_node: output.length === 0, ...more });

const custom = { python_module: "custom_nodes.pack" };

/** The custom node of the object info below, with the reviews of its classes. */
export const customNode: CustomNode = {
  name: "pack",
  repository: "https://git.example/pack",
  commit: "a".repeat(40),
  classes: {
    MadeElsewhereLoader: { kind: "loads_file", reason: "reads a model file" },
    ResizeNode: { kind: "plain" },
    Text: { kind: "plain" },
    Tinted: { kind: "plain" },
    LoadImageFromUrl: { kind: "network", reason: "downloads a picture", replacement: "Use LoadImage." },
  },
};

/** A small `/object_info` with both forms of combos, for tests. */
export const rawObjectInfo: Record<string, unknown> = {
  LoadImage: buildNode({ image: [["a.png", "b.png"], { image_upload: true }] }, ["IMAGE", "MASK"]),
  LoadVideo: buildNode({ file: ["COMBO", { options: ["v.mp4"], video_upload: true }] }, ["VIDEO"]),
  ImageScale: buildNode(
    {
      image: ["IMAGE"],
      upscale_method: [["nearest-exact", "lanczos"]],
      width: ["INT", { default: 512, min: 0, max: 16384 }],
      height: ["INT", { default: 512, min: 0, max: 16384 }],
      crop: ["COMBO", { options: ["disabled", "center"] }],
    },
    ["IMAGE"],
  ),
  ImageBlend: buildNode({ image1: ["IMAGE"], image2: ["IMAGE"], blend_factor: ["FLOAT", { min: 0, max: 1 }] }, [
    "IMAGE",
  ]),
  SaveImage: buildNode({ images: ["IMAGE"], filename_prefix: ["STRING", { default: "ComfyUI" }] }, []),
  PreviewImage: buildNode({ images: ["IMAGE"] }, []),
  CheckpointLoaderSimple: buildNode({ ckpt_name: [["secret-of-another-studio.safetensors"]] }, [
    "MODEL",
    "CLIP",
    "VAE",
  ]),
  CLIPTextEncode: buildNode({ text: ["STRING", { multiline: true }], clip: ["CLIP"] }, ["CONDITIONING"]),
  MadeElsewhereLoader: buildNode({ weights: ["COMBO", { options: ["x.gguf"] }] }, ["MODEL"], custom),
  BatchImagesNode: buildNode(
    {
      images: [
        "COMFY_AUTOGROW_V3",
        { template: { input: { required: { image: ["IMAGE", {}] } }, prefix: "image", min: 2, max: 50 } },
      ],
    },
    ["IMAGE"],
  ),
  ComfySwitchNode: buildNode(
    {
      switch: ["BOOLEAN", {}],
      on_true: ["COMFY_MATCHTYPE_V3", { template: { template_id: "t", allowed_types: "*" } }],
      on_false: ["*"],
    },
    ["COMFY_MATCHTYPE_V3"],
  ),
  ResizeNode: buildNode(
    {
      input: ["COMFY_MATCHTYPE_V3", { template: { template_id: "t", allowed_types: "IMAGE,MASK" } }],
      resize_type: [
        "COMFY_DYNAMICCOMBO_V3",
        {
          options: [
            { key: "by size", inputs: { required: { width: ["INT", { min: 1, max: 100 }] } } },
            { key: "by model", inputs: { required: { vae_name: ["COMBO", { options: ["v.pt"] }] } } },
          ],
        },
      ],
    },
    ["IMAGE"],
    custom,
  ),
  Text: buildNode({ text: ["STRING", {}] }, ["STRING"], custom),
  VAESave: buildNode({ vae: ["VAE"], filename_prefix: ["STRING", {}] }, []),
  Tinted: buildNode({ image: ["IMAGE"], tint: ["COLOR", {}] }, ["IMAGE"], custom),
  PaidService: buildNode({ prompt: ["STRING", {}] }, ["IMAGE"], { api_node: true }),
  LoadImageFromUrl: buildNode({ url: ["STRING", {}] }, ["IMAGE"], custom),
};

export const objectInfo = parseObjectInfo(rawObjectInfo);

/** A graph without problems under `{ allowedFiles: ["inp_1"] }`. */
export const buildGoodGraph = (): Graph => ({
  "1": { class_type: "LoadImage", inputs: { image: "inp_1" }, _meta: { title: "Layout" } },
  "2": {
    class_type: "ImageScale",
    inputs: { image: ["1", 0], upscale_method: "lanczos", width: 96, height: 64, crop: "center" },
  },
  "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "shot010/paint" } },
});
