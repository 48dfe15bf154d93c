import type { Graph } from "./graph.ts";

/** How an image is generated, in the fields of a record. Fields are missing if the graph does not say. */
export interface Generation {
  prompts: string[];
  negativePrompts: string[];
  /** Decimal digits: seeds go up to 2^64. */
  seeds: string[];
  samplers: { nodeId: string; classType: string; settings: Record<string, string | number | boolean> }[];
}

const SEED_INPUTS = new Set(["seed", "noise_seed"]);

/** Reads prompts, seeds and sampler settings from a graph: by links named positive and negative, not by class. */
export function describeGeneration(graph: Graph): Generation {
  const generation: Generation = { prompts: [], negativePrompts: [], seeds: [], samplers: [] };
  for (const [nodeId, node] of Object.entries(graph)) {
    for (const [name, value] of Object.entries(node.inputs)) {
      if (SEED_INPUTS.has(name) && typeof value === "number" && Number.isFinite(value))
        generation.seeds.push(BigInt(Math.trunc(value)).toString());
      if (name === "positive") generation.prompts.push(...collectTexts(graph, value));
      if (name === "negative") generation.negativePrompts.push(...collectTexts(graph, value));
    }
    if ("positive" in node.inputs)
      generation.samplers.push({ nodeId, classType: node.class_type, settings: pickScalars(node.inputs) });
  }
  return {
    ...generation,
    prompts: [...new Set(generation.prompts)],
    negativePrompts: [...new Set(generation.negativePrompts)],
    seeds: [...new Set(generation.seeds)],
  };
}

function pickScalars(inputs: Record<string, unknown>): Record<string, string | number | boolean> {
  const found: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(inputs)) {
    if (SEED_INPUTS.has(name)) continue;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") found[name] = value;
  }
  return found;
}

/** All texts that a link depends on, nearest first. Each node is visited once, so that cycles end. */
function collectTexts(graph: Graph, link: unknown): string[] {
  const texts: string[] = [];
  const seen = new Set<string>();
  const waiting = [link];
  while (waiting.length > 0) {
    const next = waiting.shift();
    const [id, output]: unknown[] = Array.isArray(next) ? next : [];
    if (typeof id !== "string" || seen.has(`${id} ${String(output)}`) || !Object.hasOwn(graph, id)) continue;
    seen.add(`${id} ${String(output)}`);
    const inputs = graph[id]?.inputs ?? {};
    // A node that passes both on, such as a ControlNet, has the positive output first. Each side follows its own
    // output.
    if ("positive" in inputs && "negative" in inputs) {
      waiting.push(inputs[output === 1 ? "negative" : "positive"]);
      continue;
    }
    for (const value of Object.entries(inputs)) {
      if (Array.isArray(value[1])) waiting.push(value[1]);
      else if (typeof value[1] === "string" && /^(text|prompt|clip_l|t5xxl|text_g|text_l)$/.test(value[0]))
        texts.push(value[1]);
    }
  }
  return texts;
}
