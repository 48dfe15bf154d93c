import type { Graph } from "./graph.ts";
import { replaceOldNodes } from "./node-replacements.ts";
import type { ObjectInfo } from "./object-info.ts";
import type { GraphProblem } from "./problem.ts";
import { readGraph } from "./read-graph.ts";
import { dropUnusedNodes } from "./unused-nodes.ts";

/**
 * Reads an exported graph as the graph that runs: without the nodes that ComfyUI would not run, and with the classes
 * that have replaced older ones. Accepts any JSON.
 *
 * @example const { graph, problems } = readExport(JSON.parse(text), image.objectInfo);
 */
export function readExport(value: unknown, objectInfo: ObjectInfo): { graph: Graph; problems: GraphProblem[] } {
  const { graph, problems } = readGraph(value);
  return { graph: dropUnusedNodes(replaceOldNodes(graph, objectInfo), objectInfo), problems };
}
