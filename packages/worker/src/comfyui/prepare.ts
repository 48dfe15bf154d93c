import { createHash } from "node:crypto";
import { fileInputs, saveNodes, type Graph, type ObjectInfo } from "@pegbar/comfyui";

/** A graph that this worker will not run: it names a file that is not the job's own. */
export class ForeignFile extends Error {
  readonly nodeId: string;
  readonly classType: string;
  constructor(nodeId: string, classType: string, input: string) {
    super(`${input} names a file that is not one of the job's inputs`);
    this.name = "ForeignFile";
    this.nodeId = nodeId;
    this.classType = classType;
  }
}

/**
 * Where a node of an attempt saves, relative to ComfyUI's output folder. Different node ids give different prefixes: with
 * one prefix for `a:1` and `a_1`, ComfyUI would answer the second node from its cache with the first one's file.
 */
export function buildPrefix(attemptId: string, nodeId: string): string {
  const escaped = nodeId.replaceAll(/[^A-Za-z0-9-]/gu, (char) => `_${char.codePointAt(0)?.toString(16)}_`);
  if (escaped.length <= MAX_PREFIX) return `${attemptId}/${escaped}`;
  return `${attemptId}/_h${createHash("sha256").update(nodeId).digest("hex").slice(0, 32)}`;
}

/** Characters of a file name before ComfyUI's counter; file systems allow 255 bytes in all. */
const MAX_PREFIX = 64;

/**
 * The graph as this attempt runs it: each input id replaced by the name under which that input lies in ComfyUI's input
 * folder, each saving node writing under the attempt's own prefix, so that no cached output of another job can answer.
 * @throws ForeignFile for any other file name, whatever was checked before
 */
export function prepare(
  graph: Graph,
  objectInfo: ObjectInfo,
  attemptId: string,
  names: ReadonlyMap<string, string>,
): Graph {
  const prepared = structuredClone(graph);
  for (const { nodeId, input, value, optional } of fileInputs(graph, objectInfo)) {
    const node = prepared[nodeId];
    // A node that may go without a file says so by its default; with none it reads nothing.
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
