import { getOwn, isLink, type Graph, type GraphNode, type Link } from "./graph.ts";
import type { ObjectInfo } from "./object-info.ts";

/** Maximum number of inputs of a joining node of ComfyUI 0.18 to 0.33. */
const MAX_JOINED = 50;

/** How values of a type are joined to a batch: a node with many inputs, or one with two. */
const joiners: Readonly<
  Record<string, readonly { classType: string; most: number; name: (index: number) => string }[]>
> = {
  IMAGE: [
    { classType: "BatchImagesNode", most: MAX_JOINED, name: (index) => `images.image${index}` },
    { classType: "ImageBatch", most: 2, name: (index) => `image${index + 1}` },
  ],
  MASK: [{ classType: "BatchMasksNode", most: MAX_JOINED, name: (index) => `masks.mask${index}` }],
};

const findJoiner = (type: string | undefined, objectInfo: ObjectInfo) =>
  joiners[type ?? ""]?.find(({ classType }) => objectInfo.has(classType));

/** Why a loading node cannot be replaced by one per file; undefined if it can. */
export function explainUnloadable(graph: Graph, nodeId: string, objectInfo: ObjectInfo): string | undefined {
  const outputs = objectInfo.get(graph[nodeId]?.class_type ?? "")?.outputs ?? [];
  const unknown = listUsedOutputs(graph, nodeId).find((output) => !findJoiner(outputs[output]?.type, objectInfo));
  return unknown === undefined
    ? undefined
    : `its output ${outputs[unknown]?.type ?? unknown} cannot be joined to a batch by a node of this image`;
}

/**
 * Replaces a loading node by one per file and nodes that join what they load: one batch in the order of the files. One file
 * only sets the node's input.
 * @param input name of the node's input for the file name
 * @returns a graph that shares the other nodes
 */
export function loadFiles(
  graph: Graph,
  { nodeId, input }: { nodeId: string; input: string },
  files: readonly string[],
  objectInfo: ObjectInfo,
): Graph {
  const node = getOwn(graph, nodeId);
  if (!node) return graph;
  const [only] = files;
  if (files.length === 1) return { ...graph, [nodeId]: { ...node, inputs: { ...node.inputs, [input]: only } } };
  const outputs = objectInfo.get(node.class_type)?.outputs ?? [];
  const made = new Map(
    files.map((file, index): [string, GraphNode] => {
      const title = `${node._meta?.title ?? node.class_type} ${index + 1}`;
      return [`${nodeId}:${index + 1}`, { ...node, inputs: { ...node.inputs, [input]: file }, _meta: { title } }];
    }),
  );
  const loaders = [...made.keys()];
  const used = listUsedOutputs(graph, nodeId);
  const joined = new Map(
    used.map((output, position) => {
      const joiner = findJoiner(outputs[output]?.type, objectInfo);
      if (!joiner) throw new Error(`no node joins output ${output} of ${node.class_type}`);
      // The first one takes the place of the loading node.
      const id = position === 0 ? nodeId : `${nodeId}:batch${output}`;
      join(
        id,
        loaders.map((loader): Link => [loader, output]),
        joiner,
        made,
      );
      return [output, id];
    }),
  );
  const others = Object.entries(graph).filter(([id]) => id !== nodeId);
  return {
    ...Object.fromEntries(others.map(([id, other]) => [id, redirect(other, nodeId, joined)])),
    ...Object.fromEntries(made),
  };
}

/** Adds nodes that join these values, the last of them with this id. */
function join(
  id: string,
  links: readonly Link[],
  joiner: { classType: string; most: number; name: (index: number) => string },
  made: Map<string, GraphNode>,
): void {
  const { classType, most, name } = joiner;
  // Halves of equal size, so that no picture is copied more often than necessary.
  const parts = Math.min(most, links.length);
  const groups = Array.from({ length: parts }, (_, index) =>
    links.slice(Math.round((index * links.length) / parts), Math.round(((index + 1) * links.length) / parts)),
  );
  const inputs = groups.map((group, index): Link => {
    const [first] = group;
    if (group.length === 1 && first) return first;
    const part = `${id}-${index + 1}`;
    join(part, group, joiner, made);
    return [part, 0];
  });
  made.set(id, {
    class_type: classType,
    inputs: Object.fromEntries(inputs.map((link, index) => [name(index), link])),
  });
}

const listUsedOutputs = (graph: Graph, nodeId: string): number[] => {
  const used = Object.values(graph).flatMap(({ inputs }) =>
    Object.values(inputs).flatMap((value) => (isLink(value) && value[0] === nodeId ? [value[1]] : [])),
  );
  return [...new Set(used)].toSorted((a, b) => a - b);
};

/** A node whose links to the loading node go to the joined batches; the same object if it has none that change. */
function redirect(node: GraphNode, nodeId: string, joined: ReadonlyMap<number, string>): GraphNode {
  const changed = Object.entries(node.inputs).flatMap(([name, value]): [string, Link][] => {
    if (!isLink(value) || value[0] !== nodeId) return [];
    const id = joined.get(value[1]);
    return id === undefined || (id === nodeId && value[1] === 0) ? [] : [[name, [id, 0]]];
  });
  return changed.length === 0 ? node : { ...node, inputs: { ...node.inputs, ...Object.fromEntries(changed) } };
}
