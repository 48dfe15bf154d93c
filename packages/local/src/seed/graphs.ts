import type { Graph } from "@pegbar/comfyui";
import type * as z from "zod";
import type { Form as FormSchema } from "@pegbar/core/catalog/workflow";
import { previewModel } from "../preview/model.ts";

type FormDraft = z.input<typeof FormSchema>;

interface Seed {
  slug: string;
  name: string;
  description: string;
  graph: Graph;
  form: FormDraft;
}

const buildSampler = (latent: [string, number], denoise: number) => ({
  class_type: "KSampler",
  inputs: {
    seed: 1,
    steps: 20,
    cfg: 7,
    sampler_name: "euler",
    scheduler: "normal",
    denoise,
    model: ["4", 0],
    positive: ["6", 0],
    negative: ["7", 0],
    latent_image: latent,
  },
});

const common: Graph = {
  "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: previewModel.fileName } },
  "6": { class_type: "CLIPTextEncode", inputs: { text: "", clip: ["4", 1] }, _meta: { title: "Prompt" } },
  "7": { class_type: "CLIPTextEncode", inputs: { text: "", clip: ["4", 1] }, _meta: { title: "Negative prompt" } },
  "8": { class_type: "VAEDecode", inputs: { samples: ["3", 0], vae: ["4", 2] } },
  "9": {
    class_type: "SaveImage",
    inputs: { filename_prefix: "paint", images: ["8", 0] },
    _meta: { title: "Painting" },
  },
};

const promptFields: FormDraft["fields"] = [
  {
    name: "prompt",
    label: "Prompt",
    type: "string",
    purpose: "prompt",
    multiline: true,
    default: "",
    node: "6",
    input: "text",
  },
  {
    name: "negative_prompt",
    label: "Negative prompt",
    type: "string",
    purpose: "negative_prompt",
    multiline: true,
    default: "",
    node: "7",
    input: "text",
  },
  {
    name: "seed",
    label: "Seed",
    type: "integer",
    purpose: "seed",
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    exactMaximum: "18446744073709551615",
    default: 1,
    node: "3",
    input: "seed",
  },
  { name: "steps", label: "Steps", type: "integer", minimum: 1, maximum: 60, default: 20, node: "3", input: "steps" },
  {
    name: "model",
    label: "Model",
    type: "model",
    kind: "checkpoint",
    default: previewModel.fileName,
    node: "4",
    input: "ckpt_name",
  },
];

/** Workflows of a new studio. */
export const workflows: readonly Seed[] = [
  {
    slug: "paint-layout",
    name: "Paint a layout",
    description: "Image to image: paints over a drawing and keeps its lines.",
    graph: {
      ...common,
      "3": buildSampler(["5", 0], 0.6),
      "5": { class_type: "VAEEncode", inputs: { pixels: ["10", 0], vae: ["4", 2] } },
      "10": { class_type: "LoadImage", inputs: { image: "" }, _meta: { title: "Layout" } },
    },
    form: {
      fields: [
        ...promptFields,
        {
          name: "strength",
          label: "Strength",
          help: "How far the picture may leave the drawing",
          type: "number",
          purpose: "strength",
          minimum: 0,
          maximum: 1,
          step: 0.05,
          default: 0.6,
          node: "3",
          input: "denoise",
        },
      ],
      inputs: [{ name: "layout", label: "Layout", kind: "image", node: "10", input: "image" }],
      outputs: [{ name: "paint", label: "Painting", node: "9" }],
    },
  },
  {
    slug: "paint-text",
    name: "Paint from words",
    description: "Text to image.",
    graph: {
      ...common,
      "3": buildSampler(["5", 0], 1),
      "5": { class_type: "EmptyLatentImage", inputs: { width: 1024, height: 576, batch_size: 1 } },
    },
    form: {
      fields: [
        ...promptFields,
        {
          name: "width",
          label: "Width",
          type: "integer",
          purpose: "width",
          minimum: 64,
          maximum: 4096,
          step: 8,
          default: 1024,
          node: "5",
          input: "width",
        },
        {
          name: "height",
          label: "Height",
          type: "integer",
          purpose: "height",
          minimum: 64,
          maximum: 4096,
          step: 8,
          default: 576,
          node: "5",
          input: "height",
        },
      ],
      inputs: [],
      outputs: [{ name: "paint", label: "Painting", node: "9" }],
    },
  },
  {
    slug: "scale",
    name: "Scale a picture",
    description: "Uses image nodes only, so it runs on any ComfyUI without a model.",
    graph: {
      "1": { class_type: "LoadImage", inputs: { image: "" }, _meta: { title: "Picture" } },
      "2": {
        class_type: "ImageScale",
        inputs: { image: ["1", 0], upscale_method: "lanczos", width: 1280, height: 720, crop: "center" },
      },
      "3": { class_type: "SaveImage", inputs: { filename_prefix: "scaled", images: ["2", 0] } },
    },
    form: {
      fields: [
        {
          name: "width",
          label: "Width",
          type: "integer",
          purpose: "width",
          minimum: 1,
          maximum: 8192,
          default: 1280,
          node: "2",
          input: "width",
        },
        {
          name: "height",
          label: "Height",
          type: "integer",
          purpose: "height",
          minimum: 1,
          maximum: 8192,
          default: 720,
          node: "2",
          input: "height",
        },
      ],
      inputs: [{ name: "picture", label: "Picture", kind: "image", node: "1", input: "image" }],
      outputs: [{ name: "scaled", label: "Scaled picture", node: "3" }],
    },
  },
];
