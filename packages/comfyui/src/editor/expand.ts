import { limits } from "../problem.ts";
import { type EditorGraph, type EditorNode, isInactive } from "./model.ts";

/** A node at its place: nodes in subgraphs have one for each host. */
export interface ExpandedNode {
  /** Ids of the hosts and the node, separated by colons, such as `12:3`. */
  readonly id: string;
  readonly node: EditorNode;
  /** Ids of the hosts around it. */
  readonly path: readonly string[];
  readonly host?: ExpandedNode;
}

export type ExpandedNodes = ReadonlyMap<string, ExpandedNode>;

/** Nodes in the order in which they can run: those with no input first, then what they lead to. */
function sortNodes({ nodes, links }: EditorGraph): EditorNode[] {
  const waiting = new Map<string, number>();
  for (const { id, inputs } of nodes.values()) {
    const count = inputs.filter(({ link }) => link !== undefined).length;
    if (count > 0) waiting.set(id, count);
  }
  const sorted = [...nodes.values()].filter(({ id }) => !waiting.has(id));
  const seen = new Set<string>();
  for (const node of sorted)
    for (const linkId of node.outputs.flatMap((output) => output.links)) {
      const link = links.get(linkId);
      if (!link || seen.has(linkId)) continue;
      seen.add(linkId);
      const left = (waiting.get(link.targetId) ?? 0) - 1;
      waiting.set(link.targetId, left);
      const target = nodes.get(link.targetId);
      if (left === 0 && target) sorted.push(target);
    }
  const placed = new Set(sorted);
  return [...sorted, ...[...nodes.values()].filter((node) => !placed.has(node))];
}

/**
 * Places the nodes of all subgraphs, in the editor's order. A muted or bypassed subgraph is not opened, except inside
 * another one: as in the editor, its nodes then have their own modes.
 *
 * @returns undefined if there are more nodes than a graph may have
 */
export function expandNodes(root: EditorGraph): ExpandedNodes | undefined {
  const placed = new Map<string, ExpandedNode>();
  let isFull = false;
  const place = (node: EditorNode, path: readonly string[], host: ExpandedNode | undefined): ExpandedNode => {
    const id = [...path, node.id].join(":");
    const expanded: ExpandedNode = { id, node, path, ...(host ? { host } : {}) };
    placed.set(id, expanded);
    return expanded;
  };
  const open = (host: ExpandedNode): void => {
    const path = [...host.path, host.node.id];
    for (const node of host.node.subgraph?.nodes.values() ?? []) {
      isFull ||= placed.size > limits.nodes * 2;
      if (isFull) return;
      const expanded = place(node, path, host);
      if (node.subgraph) open(expanded);
    }
  };
  for (const node of sortNodes(root)) {
    const expanded = place(node, [], undefined);
    if (node.subgraph && !isInactive(node)) open(expanded);
  }
  return isFull ? undefined : placed;
}
