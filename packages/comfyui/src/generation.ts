import { unwrapValue, type Graph } from "./graph.ts";
import { listPrompts } from "./prompts.ts";
import { toInt } from "./python.ts";

/** How an image is generated, in the fields of a record. Fields are missing if the graph does not say. */
export interface Generation {
  prompts: string[];
  negativePrompts: string[];
  /** Decimal digits: seeds go up to 2^64. */
  seeds: string[];
  samplers: { nodeId: string; classType: string; settings: Record<string, string | number | boolean> }[];
}

const SEED_INPUTS = new Set(["seed", "noise_seed"]);

/** Reads prompts, seeds and sampler settings from a graph. */
export function describeGeneration(graph: Graph): Generation {
  const seeds = new Set<string>();
  const samplers: Generation["samplers"] = [];
  for (const [nodeId, node] of Object.entries(graph)) {
    for (const [name, value] of Object.entries(node.inputs)) {
      const seed = SEED_INPUTS.has(name) && !Array.isArray(value) ? toInt(unwrapValue(value)) : undefined;
      if (seed && "value" in seed) seeds.add(String(seed.value));
    }
    if ("positive" in node.inputs)
      samplers.push({ nodeId, classType: node.class_type, settings: pickScalars(node.inputs) });
  }
  const { prompt: prompts, negative_prompt: negativePrompts } = listPrompts(graph);
  return { prompts, negativePrompts, seeds: [...seeds], samplers };
}

function pickScalars(inputs: Record<string, unknown>): Record<string, string | number | boolean> {
  const found: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(inputs)) {
    if (SEED_INPUTS.has(name)) continue;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") found[name] = value;
  }
  return found;
}
