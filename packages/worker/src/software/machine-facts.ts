import * as z from "zod";

const Text = z.string().optional();

/** A custom node and where it is from; `repository` has no password. */
const Origin = z.object({ name: z.string(), repository: Text, commit: Text });

/**
 * What the machine of a ComfyUI knows about its software: found by `probe.py`, and declared by the lock of the image. What
 * is not known is absent; the values are not checked yet.
 */
export const MachineFacts = z.object({
  python: Text,
  /** The CUDA version that PyTorch was built for. */
  cuda: Text,
  driver: Text,
  comfyuiCommit: Text,
  packages: z.record(z.string(), z.string()).optional(),
  /** What is in the folder of custom nodes. */
  customNodes: z.array(Origin.extend({ version: Text, sha256: Text })).optional(),
  /** The custom nodes that the image was built with, or that the operator has declared. */
  lock: z.array(Origin).optional(),
  /** Why ComfyUI's Python was not asked successfully. */
  failure: Text,
});
export type MachineFacts = z.infer<typeof MachineFacts>;
