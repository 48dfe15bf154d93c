import type { SavedNode, SavedSubgraph, SavedWorkflow } from "./parse-workflow.ts";

const toNumber = (id: string): number | undefined => {
  const value = Number(id);
  return Number.isInteger(value) && String(value) === id ? value : undefined;
};

/** Replaces ids in a host's list of promoted fields: `[[node id, field], …]`. */
const renameProxies = (node: SavedNode, renamed: ReadonlyMap<string, string>): SavedNode => {
  const proxies = node.properties["proxyWidgets"];
  if (!Array.isArray(proxies)) return node;
  const proxyWidgets = proxies.map((entry: unknown) => {
    if (!Array.isArray(entry)) return entry;
    const [id, ...rest] = entry as unknown[];
    return [renamed.get(String(id)) ?? id, ...rest];
  });
  return { ...node, properties: { ...node.properties, proxyWidgets } };
};

/**
 * Gives nodes inside subgraphs ids that no other node of the workflow has, as the editor does when it loads one. Only ids
 * in definitions change, and hosts that refer to them.
 */
export function deduplicateNodeIds(saved: SavedWorkflow): SavedSubgraph[] {
  const used = new Set(saved.nodes.map(({ id }) => id));
  let last = saved.lastNodeId;
  const renamedIn = new Map<string, ReadonlyMap<string, string>>();
  const definitions = saved.subgraphs.map((subgraph): SavedSubgraph => {
    const renamed = new Map<string, string>();
    const nodes = subgraph.nodes.map((node) => {
      if (!used.has(node.id)) {
        used.add(node.id);
        last = Math.max(last, toNumber(node.id) ?? 0);
        return node;
      }
      do last++;
      while (used.has(String(last)));
      used.add(String(last));
      renamed.set(node.id, String(last));
      return { ...node, id: String(last) };
    });
    renamedIn.set(subgraph.id, renamed);
    const rename = (id: string): string => renamed.get(id) ?? id;
    const links = subgraph.links.map((l) => ({ ...l, originId: rename(l.originId), targetId: rename(l.targetId) }));
    return { ...subgraph, nodes, links };
  });
  const renameHost = (node: SavedNode): SavedNode => {
    const renamed = renamedIn.get(node.type);
    return renamed && renamed.size > 0 ? renameProxies(node, renamed) : node;
  };
  for (const node of saved.nodes) Object.assign(node, renameHost(node));
  return definitions.map((subgraph) => ({ ...subgraph, nodes: subgraph.nodes.map(renameHost) }));
}

/** Subgraphs in an order in which each comes after those that it contains; as saved if they contain each other. */
export function sortSubgraphs(subgraphs: readonly SavedSubgraph[]): readonly SavedSubgraph[] {
  const byId = new Map(subgraphs.map((s) => [s.id, s]));
  const waiting = new Map<string, number>();
  const users = new Map<string, string[]>();
  for (const { id, nodes } of subgraphs)
    for (const { type } of nodes.filter((n) => byId.has(n.type))) {
      waiting.set(id, (waiting.get(id) ?? 0) + 1);
      users.set(type, [...(users.get(type) ?? []), id]);
    }
  const sorted = subgraphs.filter(({ id }) => !waiting.has(id));
  for (const { id } of sorted)
    for (const user of users.get(id) ?? []) {
      const left = waiting.get(user)! - 1;
      waiting.set(user, left);
      if (left === 0) sorted.push(byId.get(user)!);
    }
  return sorted.length === subgraphs.length ? sorted : subgraphs;
}

/** Subgraphs that contain themselves, directly or through others. */
export function findRecursiveSubgraphs(subgraphs: readonly SavedSubgraph[]): SavedSubgraph[] {
  const inside = new Map(subgraphs.map(({ id, nodes }) => [id, new Set(nodes.map(({ type }) => type))]));
  const reaches = (from: string, target: string, seen: Set<string>): boolean =>
    [...(inside.get(from) ?? [])].some((id) => {
      if (id === target) return true;
      if (!inside.has(id) || seen.has(id)) return false;
      seen.add(id);
      return reaches(id, target, seen);
    });
  return subgraphs.filter(({ id }) => reaches(id, id, new Set()));
}
