import type { Graph, Link } from "../../graph.ts";
import { listInputSpecs } from "../../dynamic-inputs.ts";
import { canLink } from "../../link-type.ts";
import type { InputSpec, NodeSpec, ObjectInfo } from "../../object-info.ts";
import type { Random } from "./random.ts";

/** Longest chain of linked nodes. */
const MAX_DEPTH = 6;
const scalarTypes = new Set(["INT", "FLOAT", "STRING", "BOOLEAN", "COMBO"]);

/** A value that an input accepts, or undefined if the image has none, such as an empty list of files. */
function sampleValue(input: InputSpec): unknown {
  const { default: initial, min } = input.options;
  if (input.type === "COMBO") return input.choices?.includes(initial) ? initial : input.choices?.[0];
  const isInRange = typeof initial !== "number" || typeof min !== "number" || initial >= min;
  if (initial !== undefined && initial !== null && isInRange) return initial;
  if (input.type === "INT" || input.type === "FLOAT") return typeof min === "number" ? min : 1;
  if (input.type === "BOOLEAN") return false;
  return input.type === "STRING" ? "text" : undefined;
}

/** Chooses an option for each dynamic combo of a node, so that {@link listInputSpecs} lists the inputs that belong to it. */
function chooseOptions(spec: NodeSpec, random: Random): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  // Options of options follow in later rounds.
  for (let round = 0; round < 4; round++) {
    for (const input of listInputSpecs(spec, chosen)) {
      if (input.type !== "COMBO" || Object.hasOwn(chosen, input.name) || input.group !== "required") continue;
      if (input.choices?.length) chosen[input.name] = random.pick(input.choices);
    }
  }
  return chosen;
}

/**
 * Builds valid graphs around each class of an image. A class is left out if the image offers nothing for a required
 * input.
 */
export class GraphSampler {
  readonly #objectInfo: ObjectInfo;
  readonly #random: Random;

  constructor(objectInfo: ObjectInfo, random: Random) {
    this.#objectInfo = objectInfo;
    this.#random = random;
  }

  /** A graph that contains a node of the class and saves or shows its first output; undefined if that is impossible. */
  sample(classType: string): Graph | undefined {
    const graph: Graph = {};
    const link = this.#addNode(graph, classType, 0);
    if (!link) return undefined;
    const spec = this.#objectInfo.get(classType);
    if (!spec?.outputNode) {
      if (!spec?.outputs.length || !this.#objectInfo.has("PreviewAny")) return undefined;
      graph[`${Object.keys(graph).length + 1}`] = { class_type: "PreviewAny", inputs: { source: [...link] } };
    }
    return graph;
  }

  #addNode(graph: Graph, classType: string, depth: number): Link | undefined {
    const spec = this.#objectInfo.get(classType);
    if (!spec || depth > MAX_DEPTH) return undefined;
    const inputs = chooseOptions(spec, this.#random);
    for (const input of listInputSpecs(spec, inputs)) {
      if (Object.hasOwn(inputs, input.name)) continue;
      if (input.group !== "required" && this.#random.next() < 0.7) continue;
      const value = this.#fill(graph, input, depth);
      if (value !== undefined) inputs[input.name] = value;
      else if (input.group === "required") return undefined;
    }
    const id = `${Object.keys(graph).length + 1}`;
    graph[id] = { class_type: classType, inputs };
    return [id, 0];
  }

  #fill(graph: Graph, input: InputSpec, depth: number): unknown {
    const isScalar = input.type.split(",").some((type) => scalarTypes.has(type));
    if (isScalar || input.options["socketless"] === true)
      return sampleValue({ ...input, type: input.type.split(",")[0] ?? "" });
    return this.#link(graph, input.type, depth) ?? input.options["default"];
  }

  /** A link to an output of the type, of an existing node or of a new one. */
  #link(graph: Graph, type: string, depth: number): Link | undefined {
    for (const [id, node] of Object.entries(graph)) {
      const at = this.#objectInfo.get(node.class_type)?.outputs.findIndex((output) => canLink(output.type, type)) ?? -1;
      if (at >= 0) return [id, at];
    }
    const sources = [...this.#objectInfo.values()].filter(
      ({ apiNode, outputs }) =>
        !apiNode && outputs.some((output) => output.type === type || (type === "*" && output.type === "IMAGE")),
    );
    // Classes with few inputs first: the graph stays small.
    const byInputs = sources.toSorted((a, b) => countLinks(a) - countLinks(b));
    for (const source of [this.#random.pick(byInputs.slice(0, 4)), ...byInputs.slice(0, 8)]) {
      if (!source) continue;
      const before = Object.keys(graph);
      const made = this.#addNode(graph, source.classType, depth + 1);
      if (made) return [made[0], source.outputs.findIndex((output) => canLink(output.type, type))];
      for (const id of Object.keys(graph)) if (!before.includes(id)) delete graph[id];
    }
    return undefined;
  }
}

const countLinks = ({ inputs }: NodeSpec): number =>
  inputs.filter(({ group, type }) => group === "required" && !scalarTypes.has(type)).length;
