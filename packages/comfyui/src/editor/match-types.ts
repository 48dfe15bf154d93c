import { type EditorGraph, type EditorNode, type InputSlot, subgraphInputId, type Subgraph } from "./model.ts";

/** Reroutes may lead to reroutes. */
const maxReroutes = 100;
/** A type can pass through this many nodes that take it over. */
const maxPasses = 20;

/** What several lists of types have in common; undefined if nothing, `*` if all accept anything. */
function intersectTypes(types: readonly string[]): string | undefined {
  const [first, ...others] = types.filter((type) => type !== "*").map((type) => type.split(","));
  if (!first) return "*";
  const common = first.filter((type) => others.every((list) => list.includes(type)));
  return common.length > 0 ? [...new Set(common)].join(",") : undefined;
}

/** Type of what is connected to an input. */
function getConnectedType(graph: EditorGraph & Partial<Subgraph>, slot: InputSlot | undefined, depth = 0): string {
  const link = slot?.link === undefined ? undefined : graph.links.get(slot.link);
  if (!link || depth > maxReroutes) return "*";
  if (link.originId === subgraphInputId) return graph.inputs?.[link.originSlot]?.type ?? "*";
  const origin = graph.nodes.get(link.originId);
  if (origin?.type === "Reroute") return getConnectedType(graph, origin.inputs[0], depth + 1);
  return origin?.outputs[link.originSlot]?.type ?? "*";
}

/** @returns whether a type has changed */
function matchGroup(node: EditorNode, group: ReadonlyMap<string, string>): boolean {
  const slots = node.inputs.filter(({ name }) => group.has(name));
  const connected = slots.map((slot) => getConnectedType(node.graph, slot));
  const narrowed = slots.map(({ name }, index) =>
    intersectTypes([...connected.toSpliced(index, 1), group.get(name) ?? "*"]),
  );
  const output = intersectTypes(connected);
  if (output === undefined || narrowed.includes(undefined)) return false;
  for (const [index, slot] of slots.entries()) slot.type = narrowed[index] ?? slot.type;
  // The declaration of outputs does not say which of several groups they follow.
  const followed =
    node.matchTypes.size > 1 ? [] : node.outputs.filter((_, i) => node.spec?.outputs[i]?.type === matched);
  const changed = followed.filter(({ type }) => type !== output);
  for (const slot of changed) slot.type = output;
  return changed.length > 0;
}

const matched = "COMFY_MATCHTYPE_V3";

/**
 * Gives inputs that must have the same type the type of what is connected to the others, and outputs their common one. The
 * editor looks for inputs of a type when a node is bypassed.
 */
export function matchTypes(graph: EditorGraph): void {
  const nodes = [...graph.nodes.values()].filter((node) => node.matchTypes.size > 0);
  for (let pass = 0; pass < maxPasses; pass++) {
    const changes = nodes.map((node) => [...node.matchTypes.values()].map((group) => matchGroup(node, group)));
    if (!changes.flat().includes(true)) return;
  }
}
