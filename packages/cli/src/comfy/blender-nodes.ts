import { type Graph, type GraphNode, type ObjectInfo } from "@pegbar/comfyui";

/** A class of ComfyUI that does what a class of ComfyUI-Blender does. */
interface Replacement {
  readonly classType: string;
  /** Inputs that both have, or the replacement's name → the add-on's. */
  readonly inputs: readonly (string | readonly [name: string, from: string])[];
  readonly fixed?: Readonly<Record<string, unknown>>;
}

/** Read in ComfyUI-Blender 4.5.0 (commit 6cd7d60d): subclasses of these, with more inputs for its panel. */
const replacements: Readonly<Record<string, Replacement>> = {
  BlenderInputLoadCheckpoint: { classType: "CheckpointLoaderSimple", inputs: ["ckpt_name"] },
  BlenderInputLoadDiffusionModel: { classType: "UNETLoader", inputs: ["unet_name", "weight_dtype"] },
  BlenderInputLoadImage: { classType: "LoadImage", inputs: ["image"] },
  BlenderInputLoadLora: { classType: "LoraLoaderModelOnly", inputs: ["model", "lora_name", "strength_model"] },
  BlenderInputLoadMask: { classType: "LoadImageMask", inputs: ["image"], fixed: { channel: "alpha" } },
  BlenderOutputSaveGlb: { classType: "SaveGLB", inputs: ["mesh", "filename_prefix"] },
  BlenderOutputSaveImage: { classType: "SaveImage", inputs: ["images", "filename_prefix"] },
  BlenderOutputString: { classType: "PreviewAny", inputs: [["source", "string"]] },
};

/** Classes that only return the value of one input. */
const valueInputs: Readonly<Record<string, string>> = {
  BlenderInputBoolean: "value",
  BlenderInputCombo: "value",
  BlenderInputFloat: "value",
  BlenderInputInt: "value",
  BlenderInputSampler: "sampler_name",
  BlenderInputSeed: "value",
  BlenderInputString: "value",
  BlenderInputStringMultiline: "value",
};

/** Groups inputs in the add-on's panel, and does nothing. */
const GROUP = "BlenderInputGroup";

/**
 * A graph of ComfyUI-Blender's add-on without the classes of its custom node, so that it runs on any image: they declare
 * what the add-on shows, and do what ComfyUI's own classes do. Classes that the image has stay.
 */
export function replaceBlenderNodes(graph: Graph, objectInfo: ObjectInfo): Graph {
  const isAbsent = ({ class_type: name }: GraphNode) => !objectInfo.has(name);
  const values = new Map(
    Object.entries(graph).flatMap(([id, node]): [string, unknown][] => {
      if (!isAbsent(node)) return [];
      if (node.class_type === GROUP) return [[id, undefined]];
      const input = Object.hasOwn(valueInputs, node.class_type) ? valueInputs[node.class_type] : undefined;
      return input === undefined ? [] : [[id, node.inputs[input]]];
    }),
  );
  const replaced = Object.entries(graph).flatMap(([id, node]): [string, GraphNode][] => {
    if (values.has(id)) return [];
    const replacement = isAbsent(node) ? findReplacement(node.class_type) : undefined;
    const isKnown = replacement !== undefined && objectInfo.has(replacement.classType);
    return [[id, fillIn(isKnown ? replace(node, replacement) : node, values)]];
  });
  return Object.fromEntries(replaced);
}

const findReplacement = (classType: string): Replacement | undefined =>
  Object.hasOwn(replacements, classType) ? replacements[classType] : undefined;

function replace(node: GraphNode, { classType, inputs, fixed }: Replacement): GraphNode {
  const kept = inputs.flatMap((input): [string, unknown][] => {
    const [name, from] = typeof input === "string" ? [input, input] : input;
    return Object.hasOwn(node.inputs, from) ? [[name, node.inputs[from]]] : [];
  });
  return { ...node, class_type: classType, inputs: { ...Object.fromEntries(kept), ...fixed } };
}

/** Puts the values of removed nodes in the place of links to them. */
function fillIn(node: GraphNode, values: ReadonlyMap<string, unknown>): GraphNode {
  const inputs = Object.entries(node.inputs).flatMap(([name, value]): [string, unknown][] => {
    const found = resolve(value, values);
    // A value that is missing is reported as an input that is.
    return found === undefined ? [] : [[name, found]];
  });
  return { ...node, inputs: Object.fromEntries(inputs) };
}

/** Follows links through removed nodes; undefined if there is no value, or they form a circle. */
function resolve(value: unknown, values: ReadonlyMap<string, unknown>): unknown {
  let found = value;
  for (let steps = 0; steps <= values.size; steps++) {
    const from = Array.isArray(found) ? String(found[0]) : undefined;
    if (from === undefined || !values.has(from)) return found;
    found = values.get(from);
  }
  return undefined;
}
