import { listLinks, type Graph, type GraphNode } from "./graph.ts";

/** Whether a result was computed for its job, or taken from ComfyUI's cache of earlier jobs. */
export const executionStates = ["rendered", "cached", "unknown"] as const;
export type ExecutionState = (typeof executionStates)[number];

/** How a result was computed: its state, and what happened to the nodes that it depends on. */
export interface ResultExecution {
  state: ExecutionState;
  executed: string[];
  cached: string[];
}

/** Node ids that ran in an attempt, and those whose results came from the cache; a loop can have nodes in both. */
interface Nodes {
  executed: ReadonlySet<string>;
  cached: ReadonlySet<string>;
}

/**
 * Describes how the result of a node was computed. It is `rendered` if the node ran, a node that is connected to it ran,
 * and no sampler's result came from the cache. Cached models, prompts and control images do not matter.
 * @param nodeId the node that saved the result
 * @param execution null if it is not known which nodes ran
 */
export function describeExecution(
  graph: Graph,
  nodeId: string,
  execution: { executed: readonly string[]; cached: readonly string[] } | null,
): ResultExecution {
  if (!execution || !Object.hasOwn(graph, nodeId)) return { state: "unknown", executed: [], cached: [] };
  const nodes = { executed: new Set(execution.executed), cached: new Set(execution.cached) };
  const origins = listOrigins(graph, nodeId, () => true);
  return {
    state: isRendered(graph, nodeId, nodes) ? "rendered" : "cached",
    executed: origins.filter((id) => nodes.executed.has(id)),
    cached: origins.filter((id) => nodes.cached.has(id)),
  };
}

function isRendered(graph: Graph, nodeId: string, { executed, cached }: Nodes): boolean {
  const hasRun = (id: string) => executed.has(id) && !cached.has(id);
  const sources = listSources(graph, nodeId);
  if (!hasRun(nodeId) || (sources.length > 0 && !sources.some(hasRun))) return false;
  // Nodes that neither ran nor came from the cache belong to a branch that was not used.
  const used = listOrigins(graph, nodeId, (id) => executed.has(id));
  const reused = used.filter((id) => cached.has(id)).flatMap((id) => listOrigins(graph, id, () => true));
  return !reused.some((id) => isSampler(graph[id]));
}

/** By its inputs, because custom nodes have samplers of their own. */
function isSampler(node: GraphNode | undefined): boolean {
  const { inputs } = node ?? { inputs: {} };
  return "latent_image" in inputs || ("steps" in inputs && ("seed" in inputs || "noise_seed" in inputs));
}

const listSources = (graph: Graph, nodeId: string): string[] => {
  const node = graph[nodeId];
  return node ? listLinks(node).flatMap(({ link: [id] }) => (Object.hasOwn(graph, id) ? [id] : [])) : [];
};

/** A node and the nodes that it depends on, each once. `follow` decides whether those of a node are included. */
function listOrigins(graph: Graph, nodeId: string, follow: (id: string) => boolean): string[] {
  const found = new Set([nodeId]);
  for (const id of found) if (follow(id)) for (const source of listSources(graph, id)) found.add(source);
  return [...found];
}
