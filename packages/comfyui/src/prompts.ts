import { isLink, type Graph } from "./graph.ts";

export type PromptRole = "prompt" | "negative_prompt";

/** Text inputs of the encoders of ComfyUI 0.33, and of the nodes that build their texts. */
const textInputs =
  /^(text|text_[gl]|prompt|negative_prompt|user_prompt|clip_[glh]|t5xxl|mt5xl|bert|llama|qwen25_7b|caption|tags|lyrics|string|string_[ab]|f_string)$/;

/**
 * The role of a text input of a graph; undefined if it contains no prompt.
 * @param nodes the graph's {@link findPromptNodes}
 */
export function getPromptRole(
  nodes: ReadonlyMap<string, PromptRole>,
  { nodeId, classType, input }: { nodeId: string; classType: string; input: string },
): PromptRole | undefined {
  const isText = textInputs.test(input) || (input === "value" && classType.startsWith("PrimitiveString"));
  const role = isText ? nodes.get(nodeId) : undefined;
  // An encoder with two outputs has both texts.
  return role && input === "negative_prompt" ? "negative_prompt" : role;
}

/**
 * Nodes that a sampler's or guider's `positive` or `negative` input depends on, by node id, nearest first. The form of a
 * workflow and the record of a result both use this rule. Texts that are connected to both inputs are prompts.
 */
export function findPromptNodes(graph: Graph): Map<string, PromptRole> {
  const prompts = findSources(graph, "positive");
  const negatives = findSources(graph, "negative").filter((id) => !prompts.includes(id));
  return new Map([
    ...prompts.map((id) => [id, "prompt"] as const),
    ...negatives.map((id) => [id, "negative_prompt"] as const),
  ]);
}

/** All prompts of a graph, without duplicates. */
export function listPrompts(graph: Graph): Record<PromptRole, string[]> {
  const texts = { prompt: new Set<string>(), negative_prompt: new Set<string>() };
  const nodes = findPromptNodes(graph);
  for (const nodeId of nodes.keys()) {
    const { class_type: classType, inputs } = graph[nodeId] ?? { class_type: "", inputs: {} };
    for (const [input, value] of Object.entries(inputs)) {
      const role = getPromptRole(nodes, { nodeId, classType, input });
      if (role && typeof value === "string") texts[role].add(value);
    }
  }
  return { prompt: [...texts.prompt], negative_prompt: [...texts.negative_prompt] };
}

type Side = "positive" | "negative";

/** Inputs of guiders that other classes call `positive`. */
const guiderInputs = ["conditioning", "cond1", "cond2"];

/** All nodes that the inputs of one side depend on. Each output is followed once, so that cycles end. */
function findSources(graph: Graph, side: Side): string[] {
  const waiting = Object.values(graph).flatMap(({ class_type, inputs }) => [
    inputs[side],
    ...(side === "positive" && class_type.includes("Guider") ? guiderInputs.map((name) => inputs[name]) : []),
  ]);
  const found = new Set<string>();
  const seen = new Set<string>();
  for (const link of waiting) {
    if (!isLink(link)) continue;
    const [id, output] = link;
    const key = JSON.stringify(link);
    if (seen.has(key) || !Object.hasOwn(graph, id)) continue;
    seen.add(key);
    const inputs = graph[id]?.inputs ?? {};
    // A node that passes both on, such as a ControlNet, has the positive output first. Each side follows its own
    // output.
    const passesBoth = "positive" in inputs && "negative" in inputs;
    if (!passesBoth) found.add(id);
    waiting.push(...(passesBoth ? [inputs[output === 1 ? "negative" : "positive"]] : Object.values(inputs)));
  }
  return [...found];
}
