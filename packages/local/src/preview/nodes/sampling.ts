import { previewLora, previewModel } from "../model.ts";
import { asSharp, flat, isMethod, type Picture, resize, toPicture } from "../picture.ts";
import { prepareStamp, stamp } from "../stamp.ts";
import { type Inputs, type Latent, NodeError } from "../values.ts";
import { declare, nodeClass, type NodeContext, type NodeResult } from "./node.ts";

const samplers = [
  "euler",
  "euler_ancestral",
  "heun",
  "dpm_2",
  "lms",
  "dpmpp_2m",
  "dpmpp_sde",
  "dpmpp_2m_sde",
  "ddim",
  "uni_pc",
];
const schedulers = ["simple", "sgm_uniform", "karras", "exponential", "ddim_uniform", "beta", "normal"];

/** Longest side of the canvas, and steps that are really painted: paced prompts sleep rather than paint. */
const effort = { normal: { canvas: 864, steps: Infinity }, paced: { canvas: 128, steps: 3 } };

const latent = (value: Latent): NodeResult => ({ values: [{ type: "LATENT", latent: value }] });

const listWithStrength = (name: string, strength: number) => (strength === 0 ? [] : [`${name}@${strength}`]);

async function sample(inputs: Inputs, context: NodeContext): Promise<NodeResult> {
  const { latent: from } = inputs.linked("latent_image", "LATENT");
  const steps = inputs.number("steps");
  const denoise = inputs.number("denoise");
  if (denoise === 0) return latent(from);
  prepareStamp(from.width, from.height);
  const { canvas, steps: most } = context.paced ? effort.paced : effort.normal;
  const painted = Math.min(steps, most);
  const common = {
    width: from.width,
    height: from.height,
    steps: painted,
    denoise,
    cfg: inputs.number("cfg"),
    sampler: `${inputs.text("sampler_name")}/${inputs.text("scheduler")}`,
    positive: inputs.linked("positive", "CONDITIONING").conditioning.text,
    negative: inputs.linked("negative", "CONDITIONING").conditioning.text,
    loras: inputs.linked("model", "MODEL").loras,
    canvas,
    plain: context.paced,
  };
  const easels = await Promise.all(
    Array.from({ length: from.batch }, (_, i) => {
      const source = from.pictures[i];
      return context.painter.begin({ ...common, seed: inputs.number("seed") + i, ...(source ? { source } : {}) });
    }),
  );
  try {
    for (let value = 1; value <= steps; value++) {
      context.checkpoint();
      const due = Math.floor((value * painted) / steps) > Math.floor(((value - 1) * painted) / steps);
      if (due) for (const easel of easels) await easel.step();
      await context.step(value, steps, () => first(easels).preview());
    }
    const pictures: Picture[] = [];
    for (const easel of easels) pictures.push(await easel.finish());
    return latent({ ...from, pictures, painted: true });
  } finally {
    await Promise.all(easels.map((easel) => easel.drop()));
  }
}

const first = <T>(items: readonly T[]): T => {
  const [item] = items;
  if (item === undefined) throw new NodeError("IndexError", "the batch is empty");
  return item;
};

/** A latent is eight pixels to a side: what remains beyond is cut off in the middle, as ComfyUI does. */
async function encode(frame: Picture): Promise<Picture> {
  const width = Math.max(8, frame.width - (frame.width % 8));
  const height = Math.max(8, frame.height - (frame.height % 8));
  if (width === frame.width && height === frame.height) return frame;
  if (width > frame.width || height > frame.height) return resize(frame, width, height, "bilinear", "disabled");
  const left = Math.floor((frame.width - width) / 2);
  const top = Math.floor((frame.height - height) / 2);
  return toPicture(asSharp(frame).extract({ left, top, width, height }));
}

async function decode(inputs: Inputs, context: NodeContext): Promise<NodeResult> {
  const { latent: from } = inputs.linked("samples", "LATENT");
  const frames: Picture[] = [];
  for (let i = 0; i < from.batch; i++) {
    context.checkpoint();
    const picture = from.pictures[i] ?? flat(from.width, from.height, [127, 127, 127]);
    frames.push(from.painted ? await stamp(picture) : picture);
  }
  return { values: [{ type: "IMAGE", frames }] };
}

async function upscale(inputs: Inputs): Promise<NodeResult> {
  const { latent: from } = inputs.linked("samples", "LATENT");
  const method = inputs.text("upscale_method");
  if (!isMethod(method)) throw new NodeError("ValueError", `unknown method ${method}`);
  const whole = (n: number) => Math.max(8, n - (n % 8));
  const asked = [inputs.number("width"), inputs.number("height")] as const;
  if (asked[0] === 0 && asked[1] === 0) return latent(from);
  const width = whole(asked[0] || Math.round((from.width * asked[1]) / from.height));
  const height = whole(asked[1] || Math.round((from.height * asked[0]) / from.width));
  const pictures = await Promise.all(from.pictures.map((p) => resize(p, width, height, method, inputs.text("crop"))));
  return latent({ ...from, width, height, pictures });
}

const { int, float, choice } = declare;

/** The nodes of the standard text-to-image and image-to-image graphs: a painter stands where a model would be. */
export const samplingNodes = [
  nodeClass(
    "CheckpointLoaderSimple",
    {
      title: "Load Checkpoint",
      category: "loaders",
      required: { ckpt_name: choice(previewModel.fileName) },
      output: ["MODEL", "CLIP", "VAE"],
    },
    async () => ({ values: [{ type: "MODEL", loras: [] }, { type: "CLIP", loras: [] }, { type: "VAE" }] }),
  ),
  nodeClass(
    "LoraLoader",
    {
      title: "Load LoRA",
      category: "loaders",
      required: {
        model: ["MODEL"],
        clip: ["CLIP"],
        lora_name: choice(previewLora.fileName),
        strength_model: float(1, -100, 100, 0.01),
        strength_clip: float(1, -100, 100, 0.01),
      },
      output: ["MODEL", "CLIP"],
    },
    async (inputs) => {
      const name = inputs.text("lora_name");
      const model = [
        ...inputs.linked("model", "MODEL").loras,
        ...listWithStrength(name, inputs.number("strength_model")),
      ];
      const clip = [...inputs.linked("clip", "CLIP").loras, ...listWithStrength(name, inputs.number("strength_clip"))];
      return {
        values: [
          { type: "MODEL", loras: model },
          { type: "CLIP", loras: clip },
        ],
      };
    },
  ),
  nodeClass(
    "CLIPTextEncode",
    {
      title: "CLIP Text Encode (Prompt)",
      category: "conditioning",
      required: { text: ["STRING", { multiline: true, dynamicPrompts: true }], clip: ["CLIP"] },
      output: ["CONDITIONING"],
    },
    async (inputs) => ({ values: [{ type: "CONDITIONING", conditioning: { text: inputs.text("text") } }] }),
  ),
  nodeClass(
    "EmptyLatentImage",
    {
      title: "Empty Latent Image",
      category: "latent",
      required: { width: int(512, 16, 16384, 8), height: int(512, 16, 16384, 8), batch_size: int(1, 1, 4096) },
      output: ["LATENT"],
    },
    async (inputs) => {
      const [width, height] = [inputs.number("width"), inputs.number("height")];
      const whole = { width: width - (width % 8), height: height - (height % 8) };
      return latent({ ...whole, batch: inputs.number("batch_size"), pictures: [], painted: false });
    },
  ),
  nodeClass(
    "VAEEncode",
    { title: "VAE Encode", category: "latent", required: { pixels: declare.image, vae: ["VAE"] }, output: ["LATENT"] },
    async (inputs) => {
      const pictures = await Promise.all(inputs.images("pixels").map(encode));
      const { width, height } = first(pictures);
      return latent({ width, height, batch: pictures.length, pictures, painted: false });
    },
  ),
  nodeClass(
    "VAEDecode",
    { title: "VAE Decode", category: "latent", required: { samples: ["LATENT"], vae: ["VAE"] }, output: ["IMAGE"] },
    decode,
  ),
  nodeClass(
    "LatentUpscale",
    {
      title: "Upscale Latent",
      category: "latent",
      required: {
        samples: ["LATENT"],
        upscale_method: choice("nearest-exact", "bilinear", "area", "bicubic", "bislerp"),
        width: int(512, 0, 16384, 8),
        height: int(512, 0, 16384, 8),
        crop: declare.crop,
      },
      output: ["LATENT"],
    },
    upscale,
  ),
  nodeClass(
    "KSampler",
    {
      title: "KSampler",
      category: "sampling",
      required: {
        model: ["MODEL"],
        seed: ["INT", { default: 0, min: 0, max: 2 ** 64 - 1, control_after_generate: true }],
        steps: ["INT", { default: 20, min: 1, max: 10000 }],
        cfg: ["FLOAT", { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }],
        sampler_name: choice(...samplers),
        scheduler: choice(...schedulers),
        positive: ["CONDITIONING"],
        negative: ["CONDITIONING"],
        latent_image: ["LATENT"],
        denoise: float(1, 0, 1, 0.01),
      },
      output: ["LATENT"],
    },
    sample,
  ),
];
