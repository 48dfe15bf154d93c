import type { TimelineRow } from "@pegbar/sdk";

/** Nodes that are shown at first. */
const MAX_NODES = 12;

/** Keeps the nodes that took longest, in their order, and everything else. */
export function hideShortNodes(rows: readonly TimelineRow[]): { shown: TimelineRow[]; hidden: number } {
  const nodes = rows.filter(({ kind }) => kind === "node");
  if (nodes.length <= MAX_NODES) return { shown: [...rows], hidden: 0 };
  const longest = new Set(nodes.toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs)).slice(0, MAX_NODES));
  return { shown: rows.filter((row) => row.kind !== "node" || longest.has(row)), hidden: nodes.length - MAX_NODES };
}
