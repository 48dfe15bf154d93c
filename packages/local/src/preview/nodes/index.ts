import { compositeNodes } from "./composite.ts";
import { imageNodes } from "./image.ts";
import { loadNodes } from "./load.ts";
import type { NodeClass } from "./node.ts";
import { samplingNodes } from "./sampling.ts";
import { saveNodes } from "./save.ts";

/** All node classes that the renderer lists and executes. */
export const classes: ReadonlyMap<string, NodeClass> = new Map([
  ...loadNodes,
  ...imageNodes,
  ...compositeNodes,
  ...samplingNodes,
  ...saveNodes,
]);
