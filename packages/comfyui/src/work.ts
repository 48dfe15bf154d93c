import type { Graph } from "./graph.ts";
export function workOf(
  graph: Graph,
  files: ReadonlyMap<string, { width: number; height: number }>,
): { pixels: number; steps: number } {
  let steps = 0;
  for (const node of Object.values(graph)) if (typeof node.inputs["steps"] === "number") steps += node.inputs["steps"];
  const [file] = files.values();
  return { pixels: file ? file.width * file.height : 1024 * 1024, steps };
}
