import { asSharp, combine, fillPicture, isMethod, type Method, type Picture, resize, toPicture } from "../picture.ts";
import { type Inputs, NodeError, type Value } from "../values.ts";
import { declare, defineNode, type NodeContext, type NodeResult } from "./node.ts";

const toImage = (frames: readonly Picture[]): NodeResult => ({ values: [{ type: "IMAGE", frames } satisfies Value] });

/** Applies a function frame by frame, so that a prompt can be interrupted between frames. */
async function mapFrames(
  frames: readonly Picture[],
  context: NodeContext,
  f: (p: Picture) => Promise<Picture>,
): Promise<NodeResult> {
  const done: Picture[] = [];
  for (const frame of frames) {
    context.throwIfInterrupted();
    done.push(await f(frame));
  }
  return toImage(done);
}

const readMethod = (inputs: Inputs): Method => {
  const name = inputs.getText("upscale_method");
  if (!isMethod(name)) throw new NodeError("ValueError", `unknown method ${name}`);
  return name;
};

/** Computes width and height; 0 keeps the aspect ratio. */
const computeSize = (frame: Picture, width: number, height: number): [number, number] => [
  width === 0 ? Math.max(1, Math.round((frame.width * height) / frame.height)) : width,
  height === 0 ? Math.max(1, Math.round((frame.height * width) / frame.width)) : height,
];

/** Standard deviation of ComfyUI's Gaussian kernel, which is cut off at `radius` and therefore narrower than `sigma`. */
function cutSigma(radius: number, sigma: number): number {
  let weight = 0;
  let spread = 0;
  for (let x = -radius; x <= radius; x++) {
    const w = Math.exp(-(x * x) / (2 * sigma * sigma));
    weight += w;
    spread += w * x * x;
  }
  return Math.max(0.3, Math.sqrt(spread / weight));
}

/** Blurs in integer arithmetic, which is fast; narrow kernels use floats, because integers would darken them. */
const blur = (frame: Picture, radius: number, wide: number) => {
  const sigma = cutSigma(radius, wide);
  const exact = { sigma, precision: "float", minAmplitude: 0.05 } as const;
  return toPicture(asSharp(frame).blur(sigma < 2.5 ? exact : { sigma }));
};

const { int, float, choice } = declare;

/** Blend modes on values of 0 to 1. */
const blends: Readonly<Record<string, (a: number, b: number) => number>> = {
  normal: (_a, b) => b,
  multiply: (a, b) => a * b,
  screen: (a, b) => 1 - (1 - a) * (1 - b),
  overlay: (a, b) => (a <= 0.5 ? 2 * a * b : 1 - 2 * (1 - a) * (1 - b)),
  soft_light: (a, b) =>
    b <= 0.5
      ? a - (1 - 2 * b) * a * (1 - a)
      : a + (2 * b - 1) * ((a <= 0.25 ? ((16 * a - 12) * a + 4) * a : Math.sqrt(a)) - a),
  difference: (a, b) => a - b,
};

const blend = async (inputs: Inputs, context: NodeContext): Promise<NodeResult> => {
  const mode = blends[inputs.getText("blend_mode")];
  if (!mode) throw new NodeError("ValueError", "Unsupported blend mode");
  const factor = inputs.getNumber("blend_factor");
  const second = inputs.getImages("image2");
  // A lookup table of 256 × 256 results is faster than computing each value.
  const table = new Float32Array(65536);
  for (let i = 0; i < 65536; i++) {
    const a = (i >> 8) / 255;
    table[i] = 255 * (a * (1 - factor) + Math.min(1, Math.max(0, mode(a, (i & 255) / 255))) * factor);
  }
  let at = 0;
  return mapFrames(inputs.getImages("image1"), context, async (frame) => {
    const other = second[at++ % second.length] ?? frame;
    const fitted = await resize(other, frame.width, frame.height, "bicubic", "center");
    return combine(frame, fitted, (a, b) => table[(a << 8) | b] ?? 0);
  });
};

/** Core nodes that transform images. */
export const imageNodes = [
  defineNode(
    "ImageScale",
    {
      title: "Upscale Image",
      category: "image/upscaling",
      required: {
        image: declare.image,
        upscale_method: declare.upscale,
        width: declare.size,
        height: declare.size,
        crop: declare.crop,
      },
      output: ["IMAGE"],
    },
    (inputs, context) =>
      mapFrames(inputs.getImages("image"), context, (frame) => {
        if (inputs.getNumber("width") === 0 && inputs.getNumber("height") === 0) return Promise.resolve(frame);
        const [width, height] = computeSize(frame, inputs.getNumber("width"), inputs.getNumber("height"));
        return resize(frame, width, height, readMethod(inputs), inputs.getText("crop"));
      }),
  ),
  defineNode(
    "ImageScaleBy",
    {
      title: "Upscale Image By",
      category: "image/upscaling",
      required: { image: declare.image, upscale_method: declare.upscale, scale_by: float(1, 0.01, 8, 0.01) },
      output: ["IMAGE"],
    },
    (inputs, context) =>
      mapFrames(inputs.getImages("image"), context, (frame) => {
        const by = inputs.getNumber("scale_by");
        const [width, height] = [Math.round(frame.width * by), Math.round(frame.height * by)];
        return resize(frame, Math.max(1, width), Math.max(1, height), readMethod(inputs), "disabled");
      }),
  ),
  defineNode(
    "ImageCrop",
    {
      title: "Image Crop",
      category: "image/transform",
      required: {
        image: declare.image,
        width: int(512, 1, 16384),
        height: int(512, 1, 16384),
        x: int(0, 0, 16384),
        y: int(0, 0, 16384),
      },
      output: ["IMAGE"],
    },
    (inputs, context) =>
      mapFrames(inputs.getImages("image"), context, (frame) => {
        const left = Math.min(inputs.getNumber("x"), frame.width - 1);
        const top = Math.min(inputs.getNumber("y"), frame.height - 1);
        const width = Math.min(inputs.getNumber("width"), frame.width - left);
        const height = Math.min(inputs.getNumber("height"), frame.height - top);
        return toPicture(asSharp(frame).extract({ left, top, width, height }));
      }),
  ),
  defineNode(
    "ImageBlur",
    {
      title: "Image Blur",
      category: "image/postprocessing",
      required: { image: declare.image, blur_radius: int(1, 1, 31), sigma: float(1, 0.1, 10, 0.1) },
      output: ["IMAGE"],
    },
    (inputs, context) =>
      mapFrames(inputs.getImages("image"), context, (frame) =>
        blur(frame, inputs.getNumber("blur_radius"), inputs.getNumber("sigma")),
      ),
  ),
  defineNode(
    "ImageSharpen",
    {
      title: "Image Sharpen",
      category: "image/postprocessing",
      required: {
        image: declare.image,
        sharpen_radius: int(1, 1, 31),
        sigma: float(1, 0.1, 10, 0.01),
        alpha: float(1, 0, 5, 0.01),
      },
      output: ["IMAGE"],
    },
    (inputs, context) =>
      mapFrames(inputs.getImages("image"), context, async (frame) => {
        const soft = await blur(frame, inputs.getNumber("sharpen_radius"), inputs.getNumber("sigma"));
        const alpha = inputs.getNumber("alpha") * 10;
        return combine(frame, soft, (a, b) => a + alpha * (a - b));
      }),
  ),
  defineNode(
    "ImageInvert",
    { title: "Invert Image", category: "image", required: { image: declare.image }, output: ["IMAGE"] },
    (inputs, context) => mapFrames(inputs.getImages("image"), context, (frame) => toPicture(asSharp(frame).negate())),
  ),
  defineNode(
    "ImageBlend",
    {
      title: "Image Blend",
      category: "image/postprocessing",
      required: {
        image1: declare.image,
        image2: declare.image,
        blend_factor: float(0.5, 0, 1, 0.01),
        blend_mode: ["COMBO", { multiselect: false, options: Object.keys(blends) }],
      },
      output: ["IMAGE"],
    },
    blend,
  ),
  defineNode(
    "ImageBatch",
    {
      title: "Batch Images",
      category: "image",
      required: { image1: declare.image, image2: declare.image },
      output: ["IMAGE"],
    },
    async (inputs) => {
      const first = inputs.getImages("image1");
      const [{ width, height } = { width: 1, height: 1 }] = first;
      const second = inputs.getImages("image2").map((frame) => resize(frame, width, height, "bilinear", "center"));
      return toImage([...first, ...(await Promise.all(second))]);
    },
  ),
  defineNode(
    "RepeatImageBatch",
    {
      title: "RepeatImageBatch",
      category: "image/batch",
      required: { image: declare.image, amount: int(1, 1, 4096) },
      output: ["IMAGE"],
    },
    async (inputs) =>
      toImage(Array.from({ length: inputs.getNumber("amount") }, () => inputs.getImages("image")).flat()),
  ),
  defineNode(
    "EmptyImage",
    {
      title: "EmptyImage",
      category: "image",
      required: {
        width: int(512, 1, 16384),
        height: int(512, 1, 16384),
        batch_size: int(1, 1, 4096),
        color: ["INT", { default: 0, min: 0, max: 0xffffff, step: 1, display: "color" }],
      },
      output: ["IMAGE"],
    },
    async (inputs) => {
      const color = inputs.getNumber("color");
      const rgb = [(color >> 16) & 255, (color >> 8) & 255, color & 255];
      const frame = fillPicture(inputs.getNumber("width"), inputs.getNumber("height"), rgb);
      return toImage(Array.from({ length: inputs.getNumber("batch_size") }, () => frame));
    },
  ),
  defineNode(
    "ImageToMask",
    {
      title: "Convert Image to Mask",
      category: "mask",
      required: { image: declare.image, channel: choice("red", "green", "blue", "alpha") },
      output: ["MASK"],
    },
    async (inputs) => {
      const channel = ["red", "green", "blue"].indexOf(inputs.getText("channel"));
      const frames = inputs.getImages("image").map(({ width, height, data }) => {
        const mask = new Uint8Array(width * height).fill(255);
        if (channel >= 0) for (let i = 0; i < mask.length; i++) mask[i] = data[i * 3 + channel] ?? 0;
        return { width, height, data: mask };
      });
      return { values: [{ type: "MASK", frames }] };
    },
  ),
];
