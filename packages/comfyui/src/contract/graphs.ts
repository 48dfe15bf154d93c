import type { Graph } from "../graph.ts";

/** Load, scale, blur, save. */
export const buildPictureGraph = (file: string, prefix: string, sigma = 1): Graph => ({
  "1": { class_type: "LoadImage", inputs: { image: file } },
  "2": {
    class_type: "ImageScale",
    inputs: { image: ["1", 0], upscale_method: "lanczos", width: 96, height: 64, crop: "center" },
  },
  "3": { class_type: "ImageBlur", inputs: { image: ["2", 0], blur_radius: 2, sigma } },
  "4": { class_type: "SaveImage", inputs: { images: ["3", 0], filename_prefix: prefix } },
});

/** Takes seconds on a CPU, without a model: repeated blurs of a batch. */
export function buildSlowGraph(prefix: string, color: number, blurs = 14): Graph {
  const chain = Array.from({ length: blurs }, (_, i): [string, Graph[string]] => [
    String(10 + i),
    { class_type: "ImageBlur", inputs: { image: [i === 0 ? "2" : String(9 + i), 0], blur_radius: 31, sigma: 10 } },
  ]);
  return {
    "1": { class_type: "EmptyImage", inputs: { width: 1024, height: 1024, batch_size: 1, color } },
    "2": { class_type: "RepeatImageBatch", inputs: { image: ["1", 0], amount: 8 } },
    ...Object.fromEntries(chain),
    "99": { class_type: "SaveImage", inputs: { images: [String(9 + blurs), 0], filename_prefix: prefix } },
  };
}

/** A copy of a graph with some inputs of one node replaced; undefined removes one. */
export function withInputs(graph: Graph, id: string, inputs: Record<string, unknown>): Graph {
  const node = graph[id];
  if (!node) throw new Error(`no node ${id}`);
  const changed = Object.entries({ ...node.inputs, ...inputs }).filter(([, value]) => value !== undefined);
  return { ...graph, [id]: { ...node, inputs: Object.fromEntries(changed) } };
}
