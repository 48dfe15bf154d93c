import { createHash } from "node:crypto";
import { listFileInputs, saveNodes, type Graph, type ObjectInfo } from "@pegbar/comfyui";

/** The graph names a file that is not an input of the job; this worker does not run it. */
export class ForeignFile extends Error {
  readonly nodeId: string;
  readonly classType: string;
  constructor(nodeId: string, classType: string, input: string) {
    super(`${input} names a file that is not an input of the job`);
    this.name = "ForeignFile";
    this.nodeId = nodeId;
    this.classType = classType;
  }
}

/**
 * Builds the prefix under which a node of an attempt saves, relative to ComfyUI's output folder. Different node ids need
 * different prefixes: with the same prefix for `a:1` and `a_1`, ComfyUI would return the first node's cached file for the
 * second node.
 */
export function buildPrefix(attemptId: string, nodeId: string): string {
  const escaped = nodeId.replaceAll(/[^A-Za-z0-9-]/gu, (char) => `_${char.codePointAt(0)?.toString(16)}_`);
  if (escaped.length <= MAX_PREFIX) return `${attemptId}/${escaped}`;
  return `${attemptId}/_h${createHash("sha256").update(nodeId).digest("hex").slice(0, 32)}`;
}

/** Characters of a file name before ComfyUI's counter; file systems allow 255 bytes in total. */
const MAX_PREFIX = 64;

/**
 * Prepares the graph for this attempt: replaces each input id by the file's name in ComfyUI's input folder, and lets each
 * saving node write under the attempt's own prefix, so that ComfyUI cannot return another job's cached output.
 * @throws ForeignFile for any other file name, even if the graph was checked before
 */
export function prepare(
  graph: Graph,
  objectInfo: ObjectInfo,
  attemptId: string,
  names: ReadonlyMap<string, string>,
): Graph {
  const prepared = structuredClone(graph);
  for (const { nodeId, input, value, optional } of listFileInputs(graph, objectInfo)) {
    const node = prepared[nodeId];
    // A default of none means that the node works without a file.
    if (value === "" && optional) continue;
    const name = typeof value === "string" ? names.get(value) : undefined;
    if (!node || name === undefined) throw new ForeignFile(nodeId, node?.class_type ?? "unknown", input);
    node.inputs[input] = name;
  }
  for (const { nodeId, input } of saveNodes(graph, objectInfo)) {
    const node = prepared[nodeId];
    if (node) node.inputs[input] = buildPrefix(attemptId, nodeId);
  }
  return prepared;
}
