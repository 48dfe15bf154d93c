import { modelClasses } from "./model-classes.ts";

const N = String.raw`-?\d+(?:\.\d+)?`;
const DTYPE = String.raw`(?:None|torch\.(?:float|bfloat|uint|int)\d+(?:_\w{1,12})?)`;
const DEVICE = String.raw`(?:cpu|mps|(?:cuda|xpu)(?::\d+)?)`;

/**
 * What ComfyUI 0.33 prints while a prompt runs and that contains only numbers and words of its own. Everything else may
 * repeat a prompt, a file name, or what a custom node makes of them. Sources, by the file that prints a line:
 * https://github.com/comfyanonymous/ComfyUI at v0.33.0
 */
const known = [
  // main.py
  String.raw`Prompt executed in (?:${N} seconds|\d\d:\d\d:\d\d)`,
  // execution.py
  "Processing interrupted",
  "Got an OOM, unloading all loaded models\\.",
  "Output will be ignored",
  // comfy/model_management.py
  "Requested to load {class}",
  `${N} models unloaded\\.`,
  "Pin error\\.|Unpin error\\.|Size of pinned tensor changed|Tried to unpin tensor not pinned by ComfyUI",
  "WARNING, memory leak with model {class}\\. Please make sure it is not being referenced from somewhere\\.",
  "Potential memory leak detected with model {class}, doing a full garbage collect, for maximum performance avoid circular references in the model code\\.",
  // comfy/model_patcher.py
  `loaded completely; (?:${N} MB usable,)? ?${N} MB loaded, full load: (?:True|False)`,
  `loaded partially; (?:${N} MB usable,)? ?${N} MB loaded, ${N} MB offloaded, ${N} MB buffer reserved, lowvram patches: ${N}`,
  `Unloaded partially: ${N} MB freed, ${N} MB remains loaded, ${N} MB buffer reserved, lowvram patches: ${N}`,
  `Model {class} prepared for dynamic VRAM loading\\. ${N}MB Staged\\. ${N} patches attached\\.(?: Force pre-loaded ${N} weights: ${N} KB\\.)?`,
  // comfy/model_base.py
  `model weight dtype ${DTYPE}, manual cast: ${DTYPE}`,
  "model_type (?:EPS|V_PREDICTION|V_PREDICTION_EDM|STABLE_CASCADE|EDM|FLOW|V_PREDICTION_CONTINUOUS|FLUX|IMG_TO_IMG|FLOW_COSMOS|IMG_TO_IMG_FLOW)",
  // comfy/sd.py
  `VAE load device: ${DEVICE}, offload device: ${DEVICE}, dtype: ${DTYPE}`,
  `CLIP/text encoder model load device: ${DEVICE}, offload device: ${DEVICE}, current: ${DEVICE}, dtype: ${DTYPE}`,
  "Warning: Ran out of memory when regular VAE (?:decoding|encoding), retrying with tiled VAE (?:decoding|encoding)\\.",
  "WARNING: No VAE weights detected, VAE not initalized\\.",
  "no CLIP/text encoder weights in checkpoint, the text encoder model will not be loaded\\.",
  // comfy/ldm/modules
  "out of memory error, emptying cache and trying again",
  `out of memory error, increasing steps and trying again ${N}`,
  "Using (?:xformers|pytorch|split) attention in VAE",
].map((pattern) => new RegExp(`^(?:${pattern.replace("{class}", String.raw`(?<name>\w+)`)})$`));

/** Lines of which only the beginning is ComfyUI's own. */
const beginnings = ["!!! Exception during processing !!!", "Failed to validate prompt for output"];

/** A finished progress bar of tqdm, which tells the speed of a sampler; those before it would be many lines a second. */
const finishedBar = /^100%\|[^|\p{L}]*\| (\d+\/\d+ \[[\d:]+<[\d:?]+, +(?:[\d.]+|\?)(?:it\/s|s\/it)\])$/u;
const unfinishedBar = /^ {0,2}\d{1,2}%\|[^|\p{L}]*\| \d+\/\d+ \[[\d:]+<[\d:?]+, +(?:[\d.]+|\?)(?:it\/s|s\/it)\]$/u;

/**
 * The part of a line of ComfyUI's output that can be logged: the whole line, or one without what may be a studio's.
 * @returns "" for a line that tells nothing new, undefined for one that is withheld
 */
export function readKnownLine(line: string): string | undefined {
  const text = line.trimEnd();
  const [, speed] = finishedBar.exec(text) ?? [];
  if (speed !== undefined) return `100% ${speed}`;
  if (text === "got prompt" || unfinishedBar.test(text)) return "";
  for (const pattern of known) {
    const match = pattern.exec(text);
    if (!match) continue;
    const name = match.groups?.["name"];
    return name === undefined || modelClasses.has(name) ? text : text.replace(name, "…");
  }
  return beginnings.find((beginning) => text.startsWith(beginning));
}
