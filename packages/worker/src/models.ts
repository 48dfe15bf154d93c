import { readdir } from "node:fs/promises";
import path from "node:path";
import { ignoreMissing } from "@pegbar/comfyui";

const MODEL = /\.(safetensors|sft|ckpt|pt|pth|bin|gguf|onnx)$/i;
/** Folder of a studio's own models, named by its id. Their names are private, also from the operator. */
const OWN = /(^|\/)ten_[0-9A-Z]{26}\//;

/** Lists the shared models below a folder as `<kind>/<file>`; empty if the folder is not set. */
export async function listModels(dir: string | undefined): Promise<string[]> {
  if (dir === undefined) return [];
  const entries = await ignoreMissing(readdir(dir, { recursive: true, withFileTypes: true }), []);
  return entries
    .filter((entry) => entry.isFile() && MODEL.test(entry.name))
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((name) => !OWN.test(name))
    .toSorted();
}
