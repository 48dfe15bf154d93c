import { getNodeTitle, saveNodes, type Graph, type ObjectInfo } from "@pegbar/comfyui";

/**
 * Names the outputs of a raw graph: node id → the node's title (or class) as one word. Nodes with equal titles get
 * `_2`, `_3` …, in the order of the graph, because one name for two nodes would make them versions of each other.
 */
export function nameOutputs(graph: Graph, objectInfo: ObjectInfo): Record<string, string> {
  const taken = new Set<string>();
  return Object.fromEntries(
    saveNodes(graph, objectInfo).map(({ nodeId }) => {
      const node = graph[nodeId];
      const name = findUnusedName(toWord(node ? getNodeTitle(node) : nodeId), taken);
      taken.add(name);
      return [nodeId, name];
    }),
  );
}

const MAX_WORD = 48;

const toWord = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, MAX_WORD) || "output";

function findUnusedName(word: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? word : `${word}_${count}`;
    if (!taken.has(name)) return name;
  }
}
