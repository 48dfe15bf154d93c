import type { InputSpec, NodeSpec } from "./object-info.ts";

/** The folder of models that an input reads. */
export type ModelKind =
  | "checkpoint"
  | "lora"
  | "vae"
  | "diffusion_model"
  | "text_encoder"
  | "clip_vision"
  | "controlnet"
  | "style_model"
  | "gligen"
  | "hypernetwork"
  | "upscale_model"
  | "latent_upscale_model"
  | "photomaker"
  | "model_patch"
  | "audio_encoder"
  | "diffusers"
  | "embedding"
  | "other";

/** Model kind → folder below ComfyUI's `models/`. */
export const modelFolders = {
  checkpoint: "checkpoints",
  lora: "loras",
  vae: "vae",
  diffusion_model: "diffusion_models",
  text_encoder: "text_encoders",
  clip_vision: "clip_vision",
  controlnet: "controlnet",
  style_model: "style_models",
  gligen: "gligen",
  hypernetwork: "hypernetworks",
  upscale_model: "upscale_models",
  embedding: "embeddings",
} as const satisfies Partial<Record<ModelKind, string>>;

/** Kinds whose files can be registered. */
export const modelKinds = Object.keys(modelFolders) as [keyof typeof modelFolders, ...(keyof typeof modelFolders)[]];

/** Inputs that name a model file in any class. */
const byInput: Readonly<Record<string, ModelKind>> = {
  ckpt_name: "checkpoint",
  lora_name: "lora",
  vae_name: "vae",
  unet_name: "diffusion_model",
  clip_name: "text_encoder",
  clip_name1: "text_encoder",
  clip_name2: "text_encoder",
  clip_name3: "text_encoder",
  clip_name4: "text_encoder",
  control_net_name: "controlnet",
  style_model_name: "style_model",
  gligen_name: "gligen",
  hypernetwork_name: "hypernetwork",
  photomaker_model_name: "photomaker",
  audio_encoder_name: "audio_encoder",
  clip_vision_name: "clip_vision",
  upscale_model_name: "upscale_model",
};

/** Inputs that name a model file only in one class, because their name is ambiguous. */
const byClass: Readonly<Record<string, ModelKind>> = {
  "CLIPVisionLoader.clip_name": "clip_vision",
  "UpscaleModelLoader.model_name": "upscale_model",
  "LatentUpscaleModelLoader.model_name": "latent_upscale_model",
  "ModelPatchLoader.name": "model_patch",
  "DiffusersLoader.model_path": "diffusers",
  "LTXAVTextEncoderLoader.text_encoder": "text_encoder",
  "LoadBackgroundRemovalModel.bg_removal_name": "other",
  "LoadDA3Model.model_name": "other",
  "LoadMediaPipeFaceLandmarker.model_name": "other",
  "LoadMoGeModel.model_name": "other",
  "FrameInterpolationModelLoader.model_name": "other",
  "OpticalFlowLoader.model_name": "other",
};

const modelFile = /\.(safetensors|sft|ckpt|pt|pt2|pth|bin|gguf|onnx|engine|pkl)$/i;

/** Whether a value looks like the name of a model file. */
export const isModelName = (value: unknown): boolean => typeof value === "string" && modelFile.test(value);

/**
 * The kind of model that an input names, or undefined. In unknown classes, an input counts if its options are model
 * files.
 */
export function getModelKind(spec: Pick<NodeSpec, "classType">, input: InputSpec): ModelKind | undefined {
  const key = `${spec.classType}.${input.name}`;
  if (Object.hasOwn(byClass, key)) return byClass[key];
  // Inputs inside a dynamic combo are called `<combo>.<input>`.
  const name = input.name.slice(input.name.lastIndexOf(".") + 1);
  if (Object.hasOwn(byInput, name) && (input.type === "COMBO" || input.type === "STRING")) return byInput[name];
  if (input.choices?.some(isModelName)) return "other";
  return undefined;
}

/** Choices of a loader that name no file: none, the checkpoint's own VAE, small VAEs that come with the image. */
const builtIn = /^(\[?none\]?|baked vae|pixel_space|tae[a-z0-9_]+|auto|default|disabled)$/i;

/** Whether a value of a model input is a choice of the image that is not the name of a model file. */
export const isBuiltInModel = (value: unknown, { choices }: InputSpec): boolean =>
  typeof value === "string" && builtIn.test(value) && (choices?.includes(value) ?? false);
