import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Graph } from "@pegbar/comfyui";
import type { FrameWindow } from "@pegbar/frames";
import { encodeCanonical } from "@pegbar/verify";
import type { Version } from "../catalog/workflow/index.ts";

interface Content {
  /** The graph as it runs: with ids of inputs, and models by their paths. */
  graph: Graph;
  modelIds: readonly string[];
  window: FrameWindow | null | undefined;
}

/**
 * Two jobs of a workflow version with equal hashes have equal values, inputs and models, and keep the same pictures. An input's
 * id stands for its bytes, and a model's for its file.
 */
export function hashContent(version: Version, { graph, modelIds, window }: Content): string {
  const set = new Set(listChangedNodes(version, graph));
  const changed = Object.entries(graph).filter(([nodeId, node]) => {
    const own = version.graph[nodeId];
    return set.has(nodeId) || (own !== node && !isDeepStrictEqual(own, node));
  });
  const content = {
    version: version.id,
    nodes: Object.fromEntries(changed),
    models: [...modelIds].toSorted(),
    ...(window ? { window: [window.length, window.skip, window.keep] } : {}),
  };
  return createHash("sha256").update(encodeCanonical(content)).digest("hex");
}

/** The nodes that a version's form sets a value of, and those that load the frames of a window. */
export const listChangedNodes = ({ graph: own, form }: Version, graph: Graph): string[] => [
  ...[...form.fields, ...form.inputs].map(({ node }) => node),
  ...Object.keys(graph).filter((nodeId) => !Object.hasOwn(own, nodeId)),
];
