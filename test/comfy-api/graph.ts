import { previewModel } from "@pegbar/local/preview/model.ts";

interface Options {
  seed?: number | string;
  steps?: number;
  /** A file for LoadImage: paints over it. Otherwise from nothing. */
  image?: unknown;
}

/** A graph in API format that the preview renderer paints quickly. Node 9 saves the picture. */
export const buildGraph = ({ seed = 1, steps = 2, image }: Options = {}): Record<string, unknown> => ({
  "3": {
    class_type: "KSampler",
    inputs: {
      seed,
      steps,
      cfg: 7,
      sampler_name: "euler",
      scheduler: "normal",
      denoise: image === undefined ? 1 : 0.6,
      model: ["4", 0],
      positive: ["6", 0],
      negative: ["7", 0],
      latent_image: ["5", 0],
    },
  },
  "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: previewModel.fileName } },
  "5":
    image === undefined
      ? { class_type: "EmptyLatentImage", inputs: { width: 128, height: 64, batch_size: 1 } }
      : { class_type: "VAEEncode", inputs: { pixels: ["10", 0], vae: ["4", 2] } },
  "6": { class_type: "CLIPTextEncode", inputs: { text: "a lamp", clip: ["4", 1] } },
  "7": { class_type: "CLIPTextEncode", inputs: { text: "", clip: ["4", 1] } },
  "8": { class_type: "VAEDecode", inputs: { samples: ["3", 0], vae: ["4", 2] } },
  "9": { class_type: "SaveImage", inputs: { filename_prefix: "paint", images: ["8", 0] } },
  ...(image === undefined ? {} : { "10": { class_type: "LoadImage", inputs: { image } } }),
});
