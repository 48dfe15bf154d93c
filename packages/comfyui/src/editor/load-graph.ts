import type { ObjectInfo } from "../object-info.ts";
import type { Budget } from "./budget.ts";
import { addDeclaredInputs } from "./build-node.ts";
import { configureNode } from "./configure-node.ts";
import { deduplicateNodeIds, sortSubgraphs } from "./subgraph-definitions.ts";
import { matchTypes } from "./match-types.ts";
import type { EditorGraph, EditorNode, Subgraph } from "./model.ts";
import type { SavedGraph, SavedNode, SavedWorkflow } from "./parse-workflow.ts";
import { applyPrimitives, createPrimitiveWidget } from "./primitive.ts";
import { applyProxyWidgets } from "./proxy-widgets.ts";
import { addHostInputs, applyHostValues, promoteWidgets } from "./subgraph-host.ts";
import type { WorkflowReport } from "./report.ts";

/** Nodes that exist only in the editor, and their titles. */
const virtualTitles: Readonly<Record<string, string>> = {
  PrimitiveNode: "Primitive",
  Reroute: "Reroute",
  Note: "Note",
  MarkdownNote: "Markdown Note",
};

function createNode(
  graph: EditorGraph,
  saved: SavedNode,
  objectInfo: ObjectInfo,
  subgraphs: ReadonlyMap<string, Subgraph>,
): EditorNode {
  const subgraph = subgraphs.get(saved.type);
  const isVirtual = Object.hasOwn(virtualTitles, saved.type);
  const spec = subgraph || isVirtual ? undefined : objectInfo.get(saved.type);
  const title =
    saved.title ??
    subgraph?.name ??
    spec?.displayName ??
    (isVirtual ? virtualTitles[saved.type] : undefined) ??
    saved.type;
  const node: EditorNode = {
    id: saved.id,
    type: saved.type,
    title,
    mode: saved.mode,
    graph,
    properties: saved.properties,
    ...(spec ? { spec } : {}),
    ...(subgraph ? { subgraph } : {}),
    isVirtual: isVirtual || subgraph !== undefined,
    inputs: [],
    outputs: [],
    widgets: [],
    groups: new Map(),
    matchTypes: new Map(),
  };
  addDeclaredInputs(node);
  return node;
}

function addLinks(graph: EditorGraph, saved: SavedGraph): void {
  for (const link of saved.links) graph.links.set(link.id, { ...link });
}

function loadGraph(
  graph: EditorGraph,
  saved: SavedGraph,
  objectInfo: ObjectInfo,
  subgraphs: ReadonlyMap<string, Subgraph>,
  report: WorkflowReport,
  budget: Budget,
): void {
  addLinks(graph, saved);
  for (const savedNode of saved.nodes)
    graph.nodes.set(savedNode.id, createNode(graph, savedNode, objectInfo, subgraphs));
  for (const savedNode of saved.nodes) {
    const node = graph.nodes.get(savedNode.id)!;
    if (node.subgraph) {
      addHostInputs(node, node.subgraph, savedNode);
      promoteWidgets(node, node.subgraph);
      applyHostValues(node, savedNode);
      node.subgraph.hosts.push(node);
    } else {
      const surplus = configureNode(node, savedNode);
      // What a node without fields saves is what it displayed.
      if (surplus.length > 0 && node.widgets.some((w) => w.saved)) report.addSurplus(node, surplus);
    }
  }
  for (const savedNode of saved.nodes) {
    const node = graph.nodes.get(savedNode.id)!;
    if (node.subgraph) applyProxyWidgets(node, node.subgraph, savedNode, budget);
  }
}

/**
 * Builds the graph that the editor has after it loaded a workflow. Subgraphs come first, those inside others before them,
 * because a host takes its values from the nodes inside.
 */
export function loadWorkflow(
  saved: SavedWorkflow,
  objectInfo: ObjectInfo,
  report: WorkflowReport,
  budget: Budget,
): EditorGraph {
  const definitions = deduplicateNodeIds(saved);
  const subgraphs = new Map<string, Subgraph>();
  for (const { id, name, inputs, outputs } of definitions)
    subgraphs.set(id, {
      id,
      name,
      inputs: inputs.map((slot) => ({ ...slot, links: [...slot.links] })),
      outputs: outputs.map((slot) => ({ ...slot, links: [...slot.links] })),
      hosts: [],
      nodes: new Map(),
      links: new Map(),
    });
  for (const definition of sortSubgraphs(definitions)) {
    const subgraph = subgraphs.get(definition.id)!;
    loadGraph(subgraph, definition, objectInfo, subgraphs, report, budget);
  }
  const root: EditorGraph = { nodes: new Map(), links: new Map() };
  loadGraph(root, saved, objectInfo, subgraphs, report, budget);
  const values = new Map([saved, ...definitions].flatMap(({ nodes }) => nodes.map((node) => [node.id, node.values])));
  const graphs: EditorGraph[] = [root, ...subgraphs.values()];
  for (const { nodes } of graphs)
    for (const node of nodes.values())
      if (node.type === "PrimitiveNode") createPrimitiveWidget(node, values.get(node.id));
  for (const graph of graphs) applyPrimitives(graph);
  for (const graph of graphs) matchTypes(graph);
  return root;
}
