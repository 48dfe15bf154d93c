import * as z from "zod";
import { ClassReviews } from "./review/class-review.ts";

/** Custom nodes of one repository, as installed in a golden image. */
export const CustomNode = z.strictObject({
  /** Their folder below `custom_nodes`. */
  name: z.string().regex(/^[A-Za-z0-9_-]+$/),
  repository: z.url({ protocol: /^https$/ }),
  commit: z.string().regex(/^[0-9a-f]{40}$/, "a full commit: 40 hexadecimal digits"),
  /** Reviews of all their classes. A class without one may not run, and stops the build of the image. */
  classes: ClassReviews.default({}),
});
export type CustomNode = z.output<typeof CustomNode>;

/** `nodes.lock.json`: all custom nodes of an image. Others are neither built nor started. */
export const NodesLock = z.strictObject({ nodes: z.array(CustomNode) });
export type NodesLock = z.output<typeof NodesLock>;

/** Description of an image, taken from its ComfyUI while it is built. Graphs are checked against it. */
export const ImageSnapshot = z.strictObject({
  comfyuiVersion: z.string().min(1),
  customNodes: NodesLock.shape.nodes,
  /** The response of `GET /object_info`. */
  objectInfo: z.record(z.string(), z.unknown()),
});
export type ImageSnapshot = z.output<typeof ImageSnapshot>;
