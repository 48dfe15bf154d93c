import type { ImageSnapshot } from "@pegbar/comfyui";
import { comfyuiVersion } from "./model.ts";
import { classes } from "./nodes/index.ts";

/** Describes the preview renderer as a ComfyUI image: its version, and its nodes in the shape of `/object_info`. */
export const describePreviewImage = (): ImageSnapshot => ({
  comfyuiVersion,
  customNodes: [],
  objectInfo: Object.fromEntries([...classes].map(([name, { info }]) => [name, info])),
});
