import { createHash } from "node:crypto";

/** What the preview renderer calls itself wherever ComfyUI names its device. */
export const deviceName = "Pegbar preview renderer (CPU)";

/** Reported at `/system_stats`: behaves like this ComfyUI, and says that it is none. */
export const comfyuiVersion = "0.18.1-pegbar-preview";

/**
 * What is "in" a preview model: a description, no weights. Whoever changes the painter so that its pictures change
 * raises its version, so that no two painters share a hash in the record.
 */
const buildDescriptor = (name: string, kind: string) => ({
  name,
  kind,
  painter: "pegbar-preview-painter",
  version: 1,
  note: "Procedural painter for previews. Not a diffusion model; holds no weights.",
});

const describe = (fileName: string, kind: "checkpoint" | "lora") => {
  const content = JSON.stringify(buildDescriptor(fileName, kind));
  return {
    fileName,
    kind,
    family: "preview",
    licence: "Apache-2.0",
    /** The bytes that the hash is of. */
    content,
    bytes: Buffer.byteLength(content),
    sha256: createHash("sha256").update(content).digest("hex"),
  } as const;
};

/** The only checkpoint that the preview renderer offers. */
export const previewModel = describe("preview.safetensors", "checkpoint");

/** The only LoRA that it offers: shifts the palette. */
export const previewLora = describe("preview-lora.safetensors", "lora");
