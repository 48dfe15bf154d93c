import type { Budget } from "./budget.ts";
import type { ExpandedNode, ExpandedNodes } from "./expand.ts";
import { isInactive, modes, subgraphInputId } from "./model.ts";

/** Where an input gets its value: an output of a node that runs, or the promoted field of a subgraph node. */
export type Source = { readonly node: ExpandedNode; readonly output: number } | { readonly value: unknown };

/** What the search for the source of an input needs. */
export interface LinkContext {
  readonly nodes: ExpandedNodes;
  readonly budget: Budget;
}

/** Longest way of a link through reroutes, bypassed nodes and subgraphs. */
const maxWay = 1_000;

/** Thrown for links that lead in a circle or nowhere; the message says where. */
export class LinkError extends Error {}

const isAny = (type: string): boolean => type === "*" || type === "" || type === "0";

/** Whether the editor lets an output be connected to an input: one common type is enough, in any case. */
export function canConnect(a: string, b: string): boolean {
  if (isAny(a) || isAny(b) || a === b) return true;
  const types = new Set(b.toLowerCase().split(","));
  return a
    .toLowerCase()
    .split(",")
    .some((type) => isAny(type) || types.has(type) || types.has("*"));
}

/** The input that a bypassed node passes on in place of an output: that of the same index, or the first that fits. */
function findBypassInput({ node }: ExpandedNode, output: number, type: string): number {
  const { inputs } = node;
  if (isAny(type)) return inputs.length > output ? output : 0;
  const given = node.outputs[output]?.type ?? "*";
  const fits = (index: number): boolean => {
    const input = inputs[index];
    return input !== undefined && canConnect(input.type, given) && canConnect(input.type, type);
  };
  if (fits(output)) return output;
  const exact = inputs.findIndex((input) => input.type === type);
  return exact === -1 ? inputs.findIndex((_, index) => fits(index)) : exact;
}

function visit({ budget }: LinkContext, visited: Set<string>, place: string): void {
  budget.spend();
  if (visited.has(place)) throw new LinkError("its links lead in a circle");
  if (visited.size >= maxWay) throw new LinkError("its links lead through too many nodes");
  visited.add(place);
}

/** Follows the link of an input through reroutes, bypassed nodes and the borders of subgraphs. */
export function resolveInput(
  context: LinkContext,
  from: ExpandedNode,
  index: number,
  visited = new Set<string>(),
  type?: string,
): Source | undefined {
  visit(context, visited, `${from.id}<${index}`);
  const input = from.node.inputs[index];
  if (!input || input.link === undefined) return undefined;
  const link = from.node.graph.links.get(input.link);
  if (!link) throw new LinkError(`the workflow has no link ${input.link}`);
  const { host } = from;
  if (host && link.originId === subgraphInputId) {
    const hostInput = host.node.inputs[link.originSlot];
    if (!hostInput) throw new LinkError(`its subgraph has no input ${link.originSlot}`);
    if (hostInput.link === undefined) return hostInput.promoted ? { value: hostInput.promoted.value } : undefined;
    return resolveInput(context, host, link.originSlot, visited);
  }
  const origin = context.nodes.get([...from.path, link.originId].join(":"));
  if (!origin) throw new LinkError(`the workflow has no node ${link.originId}`);
  return resolveOutput(context, origin, link.originSlot, type ?? input.type, visited);
}

function resolveOutput(
  context: LinkContext,
  from: ExpandedNode,
  output: number,
  type: string,
  visited: Set<string>,
): Source | undefined {
  const { node } = from;
  visit(context, visited, `${from.id}>${output}`);
  if (node.mode === modes.muted) return undefined;
  if (isInactive(node)) {
    const index = findBypassInput(from, output, type);
    return index === -1 ? undefined : resolveInput(context, from, index, visited);
  }
  if (node.subgraph) {
    const linkId = node.subgraph.outputs[output]?.links[0];
    const link = linkId === undefined ? undefined : node.subgraph.links.get(linkId);
    if (!link) return undefined;
    // An input of the subgraph that is one of its outputs, too.
    if (link.originId === subgraphInputId) throw new LinkError("a subgraph passes an input on without a node");
    const inner = context.nodes.get([...from.path, node.id, link.originId].join(":"));
    if (!inner) throw new LinkError(`the subgraph has no node ${link.originId}`);
    return resolveOutput(context, inner, link.originSlot, type, visited);
  }
  if (node.isVirtual) return node.inputs[output] ? resolveInput(context, from, output, visited, type) : undefined;
  return { node: from, output };
}
