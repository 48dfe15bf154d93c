import { isLink, isRecord } from "./graph.ts";
import type { ObjectInfo } from "./object-info.ts";

/**
 * The graph without nodes that no output node depends on: ComfyUI neither checks nor runs them. Nodes of unknown
 * classes stay, because ComfyUI refuses a graph that contains one. So does anything that is no node.
 */
export function dropUnusedNodes<T>(graph: Readonly<Record<string, T>>, objectInfo: ObjectInfo): Record<string, T> {
  const used = new Set<string>();
  const waiting = Object.keys(graph).filter((id) => {
    const node: unknown = graph[id];
    const classType = isRecord(node) ? node["class_type"] : undefined;
    const spec = typeof classType === "string" ? objectInfo.get(classType) : undefined;
    return spec === undefined || spec.outputNode || spec.malformed !== undefined;
  });
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (used.has(id) || !Object.hasOwn(graph, id)) continue;
    used.add(id);
    const node: unknown = graph[id];
    const inputs = isRecord(node) && isRecord(node["inputs"]) ? node["inputs"] : {};
    for (const value of Object.values(inputs)) if (isLink(value)) waiting.push(value[0]);
  }
  // Without an output node the graph stays as it is; the check says so.
  if (used.size === 0) return { ...graph };
  return Object.fromEntries(Object.entries(graph).filter(([id]) => used.has(id)));
}
