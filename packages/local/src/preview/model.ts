import { createHash } from "node:crypto";

/** Device name in ComfyUI's answers. */
export const deviceName = "Pegbar preview renderer (CPU)";

/** Version at `/system_stats`: the ComfyUI whose behaviour it follows, marked as the preview renderer. */
export const comfyuiVersion = "0.18.1-pegbar-preview";

/**
 * Builds the content of a preview model: a description instead of weights. When the painter's pictures change, raise its
 * version, so that no two painters share a hash in the record.
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
    /** The bytes that are hashed. */
    content,
    bytes: Buffer.byteLength(content),
    sha256: createHash("sha256").update(content).digest("hex"),
  } as const;
};

/** The preview renderer's only checkpoint. */
export const previewModel = describe("preview.safetensors", "checkpoint");

/** The preview renderer's only LoRA: shifts the palette. */
export const previewLora = describe("preview-lora.safetensors", "lora");
