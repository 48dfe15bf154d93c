import { listInputSpecs } from "./dynamic-inputs.ts";
import type { Graph, GraphNode } from "./graph.ts";
import type { ObjectInfo } from "./object-info.ts";

interface Replacement {
  readonly classType: string;
  /** Name of the new input → name of the old one. Others keep their names. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/**
 * Classes of older exports that ComfyUI replaces by others (`GET /node_replacements` of 0.33.0). ComfyUI 0.33.0 itself
 * drops all inputs of a class whose replacement renames none, and needs `_meta`; here the inputs stay.
 */
const replacements: Readonly<Record<string, Replacement>> = {
  T2IAdapterLoader: { classType: "ControlNetLoader", inputs: { control_net_name: "t2i_adapter_name" } },
  SDV_img2vid_Conditioning: { classType: "SVD_img2vid_Conditioning" },
  "ConditioningAverage ": { classType: "ConditioningAverage" },
  Load3DAnimation: { classType: "Load3D" },
  Preview3DAnimation: { classType: "Preview3D" },
  ImageBatch: { classType: "BatchImagesNode", inputs: { "images.image0": "image1", "images.image1": "image2" } },
};

const renameInputs = (inputs: GraphNode["inputs"], names: Readonly<Record<string, string>>): GraphNode["inputs"] => {
  const newNames = new Map(Object.entries(names).map(([name, old]) => [old, name]));
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [newNames.get(name) ?? name, value]));
};

/**
 * Inputs that belong to another one in newer versions of a class: new name → old name. ComfyUI 0.33.0's SaveVideo still
 * reads the old one, although the new one is required.
 */
const movedInputs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SaveVideo: { "format.codec": "codec" },
};

/** The node with moved inputs where the image declares them. */
function moveInputs(node: GraphNode, objectInfo: ObjectInfo): GraphNode {
  const spec = objectInfo.get(node.class_type);
  const moved = Object.hasOwn(movedInputs, node.class_type) ? movedInputs[node.class_type] : undefined;
  if (!spec || !moved) return node;
  const declared = new Set(listInputSpecs(spec, node.inputs).map(({ name }) => name));
  const wanted = Object.entries(moved).filter(
    ([name, old]) => declared.has(name) && !Object.hasOwn(node.inputs, name) && Object.hasOwn(node.inputs, old),
  );
  return wanted.length === 0 ? node : { ...node, inputs: renameInputs(node.inputs, Object.fromEntries(wanted)) };
}

/** The graph with classes and inputs that the image has instead of those that it no longer has. */
export const replaceOldNodes = (graph: Graph, objectInfo: ObjectInfo): Graph =>
  Object.fromEntries(
    Object.entries(graph).map(([id, given]) => {
      const node = moveInputs(given, objectInfo);
      const { class_type: classType } = node;
      const known = Object.hasOwn(replacements, classType) ? replacements[classType] : undefined;
      if (!known || objectInfo.has(classType) || !objectInfo.has(known.classType)) return [id, node];
      return [id, { ...node, class_type: known.classType, inputs: renameInputs(node.inputs, known.inputs ?? {}) }];
    }),
  );
