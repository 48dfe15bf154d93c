import { compositeNodes } from "./composite.ts";
import { imageNodes } from "./image.ts";
import { loadNodes } from "./load.ts";
import type { NodeClass } from "./node.ts";
import { samplingNodes } from "./sampling.ts";
import { saveNodes } from "./save.ts";

/** Every class that the renderer executes, and nothing else is offered. */
export const classes: ReadonlyMap<string, NodeClass> = new Map([
  ...loadNodes,
  ...imageNodes,
  ...compositeNodes,
  ...samplingNodes,
  ...saveNodes,
]);
