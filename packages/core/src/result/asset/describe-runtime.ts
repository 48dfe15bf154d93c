import type { Runtime } from "../../contract/index.ts";

/** What ran an attempt, as records have it: without the digest that only dispatch needs, and without unknown software. */
export const describeRuntime = ({ comfyuiVersion, imageDigest, gpu, software }: Runtime) => ({
  comfyuiVersion,
  imageDigest,
  gpu,
  ...(software && Object.keys(software).length > 0 ? { software } : {}),
});
