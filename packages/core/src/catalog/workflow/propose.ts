import {
  getInputRole,
  getNodeTitle,
  listInputs,
  saveNodes,
  type Graph,
  type ObjectInfo,
  type PlacedInput,
} from "@pegbar/comfyui";
import { buildField } from "./field.ts";
import type { Field, Form } from "../../schema/form.ts";

interface Known {
  name: string;
  label: string;
  purpose?: NonNullable<Field["purpose"]>;
}

/** Inputs that users usually set, on any node. */
const known: Readonly<Record<string, Known>> = {
  seed: { name: "seed", label: "Seed", purpose: "seed" },
  noise_seed: { name: "seed", label: "Seed", purpose: "seed" },
  steps: { name: "steps", label: "Steps" },
  cfg: { name: "cfg", label: "Guidance" },
  guidance: { name: "guidance", label: "Guidance" },
  denoise: { name: "strength", label: "Strength", purpose: "strength" },
  sampler_name: { name: "sampler", label: "Sampler" },
  scheduler: { name: "scheduler", label: "Scheduler" },
  width: { name: "width", label: "Width", purpose: "width" },
  height: { name: "height", label: "Height", purpose: "height" },
};

const texts = /^(text|prompt|clip_l|t5xxl|text_g|text_l)$/;

/**
 * Proposes a form for an exported graph: prompts by the inputs that they are connected to, common settings by name,
 * each loaded file as an input, each node that saves as an output. `more` lists all other literals and the models,
 * which could become fields.
 */
export function propose(graph: Graph, objectInfo: ObjectInfo): { form: Form; more: Field[] } {
  const names = new Names();
  const placed = listInputs(graph, objectInfo);
  const prompts = findPromptNodes(graph);
  const chosen: { at: PlacedInput; as: Known }[] = [];
  const rest: PlacedInput[] = [];
  for (const at of placed) {
    const role = getInputRole(at);
    if (role === "model") rest.push(at);
    if (role !== "value") continue;
    const as = findMeaning(at, prompts);
    if (as) chosen.push({ at, as });
    else rest.push(at);
  }
  const inputs = placed
    .filter((at) => getInputRole(at) === "file")
    .map((at) => {
      const label = chooseTitle(at, "Image");
      const kind = /mask/i.test(at.spec.classType) ? ("mask" as const) : ("image" as const);
      return { name: names.next(label), label, kind, node: at.nodeId, input: at.input.name };
    });
  const outputs = saveNodes(graph, objectInfo).map(({ nodeId, title: own, prefix }) => {
    const label = own ?? prefix?.split("/").at(-1) ?? "Output";
    return { name: names.next(label), label, node: nodeId };
  });
  const fields = chosen
    .toSorted((a, b) => order(a.as) - order(b.as))
    .flatMap(({ at, as }) => buildField(at, { name: names.next(as.name), label: as.label, purpose: as.purpose }) ?? []);
  const more = rest.flatMap((at) => {
    const label = `${getNodeTitle(at.node)}: ${at.input.name}`;
    return buildField(at, { name: names.next(`${at.input.name}_${at.nodeId}`), label, purpose: undefined }) ?? [];
  });
  return { form: { fields, inputs, outputs }, more };
}

const purposes = ["prompt", "negative_prompt", "seed", "strength"];
const order = ({ purpose }: Known): number => {
  const at = purposes.indexOf(purpose ?? "");
  return at === -1 ? purposes.length : at;
};

function findMeaning({ nodeId, input, spec }: PlacedInput, prompts: ReadonlyMap<string, Known>): Known | undefined {
  if (texts.test(input.name) || (input.name === "value" && /^PrimitiveString/.test(spec.classType)))
    return prompts.get(nodeId);
  return Object.hasOwn(known, input.name) ? known[input.name] : undefined;
}

/**
 * Nodes whose texts are connected to a sampler's `positive` or `negative` input. Texts that are connected to both are
 * prompts.
 */
function findPromptNodes(graph: Graph): Map<string, Known> {
  const found = new Map<string, Known>();
  const mark = (side: Side, as: Known) => {
    const waiting = Object.values(graph).flatMap(({ class_type, inputs }) => [
      inputs[side],
      // Guiders of models without a negative prompt.
      ...(side === "positive" && /Guider/.test(class_type) ? [inputs["conditioning"]] : []),
    ]);
    const seen = new Set<string>();
    while (waiting.length > 0) {
      const link = waiting.pop();
      const [id, output]: unknown[] = Array.isArray(link) ? link : [];
      if (typeof id !== "string" || !Object.hasOwn(graph, id) || seen.has(`${id} ${String(output)}`)) continue;
      seen.add(`${id} ${String(output)}`);
      const inputs = graph[id]?.inputs ?? {};
      // A node that passes both on, such as a ControlNet, has the positive output first. Each side follows its own
      // output.
      const both = "positive" in inputs && "negative" in inputs;
      if (!both) found.set(id, as);
      waiting.push(...(both ? [inputs[output === 1 ? "negative" : "positive"]] : Object.values(inputs)));
    }
  };
  mark("negative", { name: "negative_prompt", label: "Negative prompt", purpose: "negative_prompt" });
  mark("positive", { name: "prompt", label: "Prompt", purpose: "prompt" });
  return found;
}
type Side = "positive" | "negative";

/** The title that the user gave the node, or `otherwise`. */
const chooseTitle = ({ node, spec }: PlacedInput, otherwise: string): string => {
  const given = node._meta?.title;
  return given === undefined || given === spec.displayName || given === spec.classType ? otherwise : given;
};

/** Makes names unique: `prompt`, `prompt_2` … */
class Names {
  readonly #taken = new Set<string>();

  next(wanted: string): string {
    const word = wanted
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "_")
      .replaceAll(/^[^a-z]+|_+$/g, "")
      .slice(0, 56);
    const base = word === "" ? "value" : word;
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}_${count}`;
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}
