import {
  findPromptNodes,
  getFileKinds,
  getInputRole,
  getNodeTitle,
  getPromptRole,
  listInputs,
  saveNodes,
  type Graph,
  type ObjectInfo,
  type PlacedInput,
  type PromptRole,
} from "@pegbar/comfyui";
import { buildField } from "./field.ts";
import type { Field, Form, FormInput } from "../../schema/form.ts";

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

const prompts: Readonly<Record<PromptRole, Known>> = {
  prompt: { name: "prompt", label: "Prompt", purpose: "prompt" },
  negative_prompt: { name: "negative_prompt", label: "Negative prompt", purpose: "negative_prompt" },
};

/**
 * Proposes a form for an exported graph: prompts by the inputs that they are connected to, common settings by name,
 * each loaded file as an input, each node that saves as an output. `more` lists all other literals and the models,
 * which could become fields.
 */
export function propose(graph: Graph, objectInfo: ObjectInfo): { form: Form; more: Field[] } {
  const names = new Names();
  const placed = listInputs(graph, objectInfo);
  const promptNodes = findPromptNodes(graph);
  const chosen: { at: PlacedInput; as: Known }[] = [];
  const rest: PlacedInput[] = [];
  for (const at of placed) {
    const role = getInputRole(at);
    if (role === "model") rest.push(at);
    if (role !== "value") continue;
    const as = findMeaning(at, promptNodes);
    if (as) chosen.push({ at, as });
    else rest.push(at);
  }
  const inputs = placed
    .filter((at) => getInputRole(at) === "file")
    .map((at) => {
      const kind = chooseKind(at);
      const label = chooseTitle(at, LABELS[kind]);
      return { name: names.next(label), label, kind, node: at.nodeId, input: at.input.name };
    });
  const outputs = saveNodes(graph, objectInfo).map(({ nodeId, title: own, prefix }) => {
    const label = own ?? readPrefixName(prefix) ?? "Output";
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

const LABELS: Readonly<Record<FormInput["kind"], string>> = {
  image: "Image",
  mask: "Image",
  video: "Video",
  audio: "Audio",
  "3d": "3D model",
  latent: "Latent",
};

/** The usual kind of file of a loader; an image for one that takes no file which can be uploaded. */
function chooseKind({ spec, input }: PlacedInput): FormInput["kind"] {
  const [kind = "image"] = getFileKinds(spec, input);
  return kind === "image" && /mask/i.test(spec.classType) ? "mask" : kind;
}

/** The last part of a prefix, without templates such as `%date:yyyy-MM-dd%`; undefined if nothing is left. */
function readPrefixName(prefix = ""): string | undefined {
  const name = prefix
    .replaceAll(/%[^%]*%/g, "")
    .split(/[/\\]/)
    .at(-1)
    ?.replaceAll(/^[-_. ]+|[-_. ]+$/g, "");
  return name === "" ? undefined : name;
}

const purposes = ["prompt", "negative_prompt", "seed", "strength"];
const order = ({ purpose }: Known): number => {
  const at = purposes.indexOf(purpose ?? "");
  return at === -1 ? purposes.length : at;
};

function findMeaning(
  { nodeId, input, spec }: PlacedInput,
  promptNodes: ReadonlyMap<string, PromptRole>,
): Known | undefined {
  const role = getPromptRole(promptNodes, { nodeId, classType: spec.classType, input: input.name });
  if (role) return prompts[role];
  return Object.hasOwn(known, input.name) ? known[input.name] : undefined;
}

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
