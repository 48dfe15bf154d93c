import * as z from "zod";
import { Sha256 } from "./sha256.ts";
import { Software } from "./software.ts";

/** What runs the graphs, for the record of each asset. */
export const Runtime = z.strictObject({
  comfyuiVersion: z.string().max(64),
  imageDigest: z.string().max(256),
  /**
   * Digest of its `object_info`. A worker whose digest differs from that of the image that graphs are checked against gets
   * no job.
   */
  objectInfoDigest: Sha256,
  gpu: z.string().max(128),
  /** Absent from workers of older versions. */
  software: Software.optional(),
});
export type Runtime = z.infer<typeof Runtime>;
