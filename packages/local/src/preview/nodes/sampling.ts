import { previewLora, previewModel } from "../model.ts";
import { asSharp, fillPicture, isMethod, type Picture, resize, toPicture } from "../picture.ts";
import { prepareStamp, stampPicture } from "../stamp.ts";
import { type Inputs, type Latent, NodeError } from "../values.ts";
import { declare, defineNode, type NodeContext, type NodeResult } from "./node.ts";

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

/** Longest side of the canvas in pixels, and number of painted steps; paced prompts mostly sleep. */
const effort = { normal: { canvas: 864, steps: Infinity }, paced: { canvas: 128, steps: 3 } };

const toLatent = (value: Latent): NodeResult => ({ values: [{ type: "LATENT", latent: value }] });

const listWithStrength = (name: string, strength: number) => (strength === 0 ? [] : [`${name}@${strength}`]);

async function sample(inputs: Inputs, context: NodeContext): Promise<NodeResult> {
  const { latent: from } = inputs.getLinked("latent_image", "LATENT");
  const steps = inputs.getNumber("steps");
  const denoise = inputs.getNumber("denoise");
  if (denoise === 0) return toLatent(from);
  prepareStamp(from.width, from.height);
  const { canvas, steps: most } = context.paced ? effort.paced : effort.normal;
  const painted = Math.min(steps, most);
  const common = {
    width: from.width,
    height: from.height,
    steps: painted,
    denoise,
    cfg: inputs.getNumber("cfg"),
    sampler: `${inputs.getText("sampler_name")}/${inputs.getText("scheduler")}`,
    positive: inputs.getLinked("positive", "CONDITIONING").conditioning.text,
    negative: inputs.getLinked("negative", "CONDITIONING").conditioning.text,
    loras: inputs.getLinked("model", "MODEL").loras,
    canvas,
    plain: context.paced,
  };
  const easels = await Promise.all(
    Array.from({ length: from.batch }, (_, i) => {
      const source = from.pictures[i];
      return context.painter.begin({ ...common, seed: inputs.getNumber("seed") + i, ...(source ? { source } : {}) });
    }),
  );
  try {
    for (let value = 1; value <= steps; value++) {
      context.throwIfInterrupted();
      const due = Math.floor((value * painted) / steps) > Math.floor(((value - 1) * painted) / steps);
      if (due) for (const easel of easels) await easel.step();
      await context.step(value, steps, () => takeFirst(easels).preview());
    }
    const pictures: Picture[] = [];
    for (const easel of easels) pictures.push(await easel.finish());
    return toLatent({ ...from, pictures, painted: true });
  } finally {
    await Promise.all(easels.map((easel) => easel.drop()));
  }
}

const takeFirst = <T>(items: readonly T[]): T => {
  const [item] = items;
  if (item === undefined) throw new NodeError("IndexError", "the batch is empty");
  return item;
};

/** Crops to a multiple of eight pixels around the centre, like ComfyUI: one latent value covers 8 × 8 pixels. */
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
  const { latent: from } = inputs.getLinked("samples", "LATENT");
  const frames: Picture[] = [];
  for (let i = 0; i < from.batch; i++) {
    context.throwIfInterrupted();
    const picture = from.pictures[i] ?? fillPicture(from.width, from.height, [127, 127, 127]);
    frames.push(from.painted ? await stampPicture(picture) : picture);
  }
  return { values: [{ type: "IMAGE", frames }] };
}

async function upscale(inputs: Inputs): Promise<NodeResult> {
  const { latent: from } = inputs.getLinked("samples", "LATENT");
  const method = inputs.getText("upscale_method");
  if (!isMethod(method)) throw new NodeError("ValueError", `unknown method ${method}`);
  const roundToEight = (n: number) => Math.max(8, n - (n % 8));
  const asked = [inputs.getNumber("width"), inputs.getNumber("height")] as const;
  if (asked[0] === 0 && asked[1] === 0) return toLatent(from);
  const width = roundToEight(asked[0] || Math.round((from.width * asked[1]) / from.height));
  const height = roundToEight(asked[1] || Math.round((from.height * asked[0]) / from.width));
  const pictures = await Promise.all(
    from.pictures.map((p) => resize(p, width, height, method, inputs.getText("crop"))),
  );
  return toLatent({ ...from, width, height, pictures });
}

const { int, float, choice } = declare;

/** Nodes of the standard text-to-image and image-to-image graphs; the painter replaces the model. */
export const samplingNodes = [
  defineNode(
    "CheckpointLoaderSimple",
    {
      title: "Load Checkpoint",
      category: "loaders",
      required: { ckpt_name: choice(previewModel.fileName) },
      output: ["MODEL", "CLIP", "VAE"],
    },
    async () => ({ values: [{ type: "MODEL", loras: [] }, { type: "CLIP", loras: [] }, { type: "VAE" }] }),
  ),
  defineNode(
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
      const name = inputs.getText("lora_name");
      const model = [
        ...inputs.getLinked("model", "MODEL").loras,
        ...listWithStrength(name, inputs.getNumber("strength_model")),
      ];
      const clip = [
        ...inputs.getLinked("clip", "CLIP").loras,
        ...listWithStrength(name, inputs.getNumber("strength_clip")),
      ];
      return {
        values: [
          { type: "MODEL", loras: model },
          { type: "CLIP", loras: clip },
        ],
      };
    },
  ),
  defineNode(
    "CLIPTextEncode",
    {
      title: "CLIP Text Encode (Prompt)",
      category: "conditioning",
      required: { text: ["STRING", { multiline: true, dynamicPrompts: true }], clip: ["CLIP"] },
      output: ["CONDITIONING"],
    },
    async (inputs) => ({ values: [{ type: "CONDITIONING", conditioning: { text: inputs.getText("text") } }] }),
  ),
  defineNode(
    "EmptyLatentImage",
    {
      title: "Empty Latent Image",
      category: "latent",
      required: { width: int(512, 16, 16384, 8), height: int(512, 16, 16384, 8), batch_size: int(1, 1, 4096) },
      output: ["LATENT"],
    },
    async (inputs) => {
      const [width, height] = [inputs.getNumber("width"), inputs.getNumber("height")];
      const whole = { width: width - (width % 8), height: height - (height % 8) };
      return toLatent({ ...whole, batch: inputs.getNumber("batch_size"), pictures: [], painted: false });
    },
  ),
  defineNode(
    "VAEEncode",
    { title: "VAE Encode", category: "latent", required: { pixels: declare.image, vae: ["VAE"] }, output: ["LATENT"] },
    async (inputs) => {
      const pictures = await Promise.all(inputs.getImages("pixels").map(encode));
      const { width, height } = takeFirst(pictures);
      return toLatent({ width, height, batch: pictures.length, pictures, painted: false });
    },
  ),
  defineNode(
    "VAEDecode",
    { title: "VAE Decode", category: "latent", required: { samples: ["LATENT"], vae: ["VAE"] }, output: ["IMAGE"] },
    decode,
  ),
  defineNode(
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
  defineNode(
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
