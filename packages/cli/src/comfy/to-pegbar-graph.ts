import {
  type Graph,
  type GraphNode,
  listFileInputs,
  listFileNames,
  listInputs,
  type ObjectInfo,
  saveNodes,
  getModelKind,
  listLinks,
  normalizeSubfolder,
} from "@pegbar/comfyui";
import type { Delivery } from "./prompt.ts";

/** Classes that the proxy replaces by SaveImage: how their pictures reach the tool, and the name that results get. */
const replaced: Readonly<Record<string, { delivery: Delivery; title: string }>> = {
  PreviewImage: { delivery: "temp", title: "preview" },
  SaveImageWebsocket: { delivery: "socket", title: "image" },
};

/** The graph without nodes that none of these outputs needs. ComfyUI does not run them. */
export function keepNeeded(graph: Graph, outputs: readonly string[]): Graph {
  const needed = new Set<string>();
  const waiting = [...outputs];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = needed.has(id) ? undefined : graph[id];
    if (!node) continue;
    needed.add(id);
    waiting.push(...listLinks(node).map(({ link: [from] }) => from));
  }
  return Object.fromEntries(Object.entries(graph).filter(([id]) => needed.has(id)));
}

/** A copy of a graph in which models have the names that they are listed under: without folders, as Windows writes them. */
export function renameModels(graph: Graph, objectInfo: ObjectInfo): Graph {
  const renamed = structuredClone(graph);
  for (const { nodeId, spec, input, value } of listInputs(graph, objectInfo)) {
    const kind = getModelKind(spec, input);
    const node = renamed[nodeId];
    if (kind === undefined || !node || typeof value !== "string" || !input.choices || input.choices.includes(value))
      continue;
    const found = listFileNames(value, kind).find((name) => input.choices?.includes(name));
    if (found !== undefined) node.inputs[input.name] = found;
  }
  return renamed;
}

/** A graph as Pegbar runs it. */
export interface PegbarGraph {
  readonly graph: Graph;
  readonly deliveries: Record<string, Delivery>;
}

/**
 * Replaces what Pegbar does not run. Pictures that a tool wants to see only become results as well, because a worker keeps
 * nothing else.
 */
export function toPegbarGraph(graph: Graph, objectInfo: ObjectInfo): PegbarGraph {
  const deliveries: Record<string, Delivery> = {};
  const nodes = Object.entries(graph).map(([id, node]): [string, GraphNode] => {
    const own = Object.hasOwn(replaced, node.class_type) ? replaced[node.class_type] : undefined;
    if (!own) return [id, node];
    deliveries[id] = own.delivery;
    const inputs = { images: node.inputs["images"], filename_prefix: own.title };
    return [id, { class_type: "SaveImage", inputs, _meta: { title: node._meta?.title ?? own.title } }];
  });
  const changed = structuredClone(Object.fromEntries(nodes));
  for (const { nodeId } of saveNodes(changed, objectInfo)) deliveries[nodeId] ??= "output";
  return { graph: changed, deliveries };
}

/** The file names of a graph with their places. */
export const listFiles = (graph: Graph, objectInfo: ObjectInfo): { nodeId: string; input: string; name: string }[] =>
  listFileInputs(graph, objectInfo).flatMap(({ nodeId, input, value, optional }) =>
    typeof value === "string" && !(optional && value === "") ? [{ nodeId, input, name: value }] : [],
  );

/** The nodes whose prefix leads out of the output folder, where ComfyUI saves nothing. */
export const findEscapingNodes = (graph: Graph, objectInfo: ObjectInfo): string[] =>
  saveNodes(graph, objectInfo).flatMap(({ nodeId, prefix }) =>
    prefix !== undefined && normalizeSubfolder(prefix) === undefined ? [nodeId] : [],
  );
