import {
  type EditorGraph,
  type EditorNode,
  findWidget,
  type InputSlot,
  type Subgraph,
  type SubgraphSlot,
} from "./model.ts";
import type { SavedNode } from "./parse-workflow.ts";

/** A host has the inputs and outputs of its subgraph, connected as saved, by name. */
export function addHostInputs(host: EditorNode, subgraph: Subgraph, saved: SavedNode): void {
  const byName = new Map(saved.inputs.map((input) => [input.name, input]));
  host.inputs = subgraph.inputs.map(({ name, type }) => {
    const link = byName.get(name)?.link;
    return { name, type, ...(link === undefined ? {} : { link }) };
  });
  host.outputs = subgraph.outputs.map(({ type }, index) => ({
    type,
    links: [...(saved.outputs[index]?.links ?? [])],
  }));
}

/** The input that a link leads to. Links know its index as saved, which is not that of today's class. */
export function findTarget(graph: EditorGraph, linkId: string): { node: EditorNode; input: InputSlot } | undefined {
  const link = graph.links.get(linkId);
  const node = link && graph.nodes.get(link.targetId);
  const input = node?.inputs.find((slot) => slot.link === linkId);
  return node && input ? { node, input } : undefined;
}

/** The field of an input: that of a node, or the promoted one of a subgraph node. */
export function findField(node: EditorNode, input: InputSlot): InputSlot["promoted"] | undefined {
  return node.subgraph ? input.promoted : findWidget(node, input.widget);
}

/** Shows the first field that a subgraph's input leads to on its host, with the value that it has inside. */
export function promoteWidget(slot: InputSlot, subgraph: Subgraph, inside: SubgraphSlot): void {
  for (const linkId of inside.links) {
    const target = findTarget(subgraph, linkId);
    const field = target && findField(target.node, target.input);
    if (!field) continue;
    slot.promoted = { value: field.value, ...(field.input ? { input: field.input } : {}) };
    return;
  }
}

export function promoteWidgets(host: EditorNode, subgraph: Subgraph): void {
  for (const [index, slot] of host.inputs.entries()) promoteWidget(slot, subgraph, subgraph.inputs[index]!);
}

/** A host saves the values of its promoted fields in the order of its inputs. */
export function applyHostValues(host: EditorNode, saved: SavedNode): void {
  if (!Array.isArray(saved.values)) return;
  const promoted = host.inputs.flatMap((slot) => slot.promoted ?? []);
  for (const [index, field] of promoted.entries()) {
    const value: unknown = saved.values[index];
    if (value !== undefined) field.value = value;
  }
}
