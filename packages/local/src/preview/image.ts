import type { ImageSnapshot } from "@pegbar/comfyui";
import { comfyuiVersion } from "./model.ts";
import { classes } from "./nodes/index.ts";

/** What a ComfyUI image is to the platform: its version, and its nodes as `/object_info` lists them. */
export const describePreviewImage = (): ImageSnapshot => ({
  comfyuiVersion,
  customNodes: [],
  objectInfo: Object.fromEntries([...classes].map(([name, { info }]) => [name, info])),
});
