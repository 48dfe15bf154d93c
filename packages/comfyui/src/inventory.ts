import { listInputSpecs } from "./dynamic-inputs.ts";
import { isFileInput, isPrefixInput } from "./file-inputs.ts";
import { getFileKinds, type FileKind } from "./file-kinds.ts";
import { listTexts, unwrapValue, type Graph, type GraphNode } from "./graph.ts";
import { getModelKind, isBuiltInModel, isModelName, type ModelKind } from "./model-inputs.ts";
import { takesText } from "./link-type.ts";
import { listTextModels } from "./model-text.ts";
import type { InputSpec, NodeSpec, ObjectInfo } from "./object-info.ts";

/** A declared input of a node, with its value. */
export interface PlacedInput {
  readonly nodeId: string;
  readonly node: GraphNode;
  readonly spec: NodeSpec;
  readonly input: InputSpec;
  readonly value: unknown;
}

/** Kind of the input's value: a link, the name of a file or model, a save location, or a literal. */
export type InputRole = "link" | "file" | "model" | "prefix" | "value";

export function getInputRole({ spec, input, value }: PlacedInput): InputRole {
  if (Array.isArray(value)) return "link";
  if (isFileInput(spec, input)) return "file";
  if (getModelKind(spec, input)) return "model";
  return isPrefixInput(input) ? "prefix" : "value";
}

/** Every declared input of every known node that has a value. */
export const listInputs = (graph: Graph, objectInfo: ObjectInfo): PlacedInput[] =>
  Object.entries(graph).flatMap(([nodeId, node]) => {
    const spec = objectInfo.get(node.class_type);
    if (!spec) return [];
    return listInputSpecs(spec, node.inputs)
      .filter((input) => Object.hasOwn(node.inputs, input.name))
      .map((input) => ({ nodeId, node, spec, input, value: node.inputs[input.name] }));
  });

/** A model that a graph names. */
export interface ModelName {
  readonly nodeId: string;
  readonly input: string;
  /** The name as the graph has it: a file name, or a name inside of a text. */
  readonly name: string;
  readonly kind: ModelKind;
}

/** Whether a class comes from a custom node, which may read any input that its graph contains, declared or not. */
export const isCustomClass = ({ module }: Pick<NodeSpec, "module">): boolean => module.startsWith("custom_nodes.");

/** Values that a custom node may read although its class does not declare them, such as lists of LoRAs. */
export const listUndeclaredInputs = (graph: Graph, objectInfo: ObjectInfo) =>
  Object.entries(graph).flatMap(([nodeId, node]) => {
    const spec = objectInfo.get(node.class_type);
    if (!spec || !isCustomClass(spec)) return [];
    const declared = new Set(listInputSpecs(spec, node.inputs).map(({ name }) => name));
    return Object.entries(node.inputs).flatMap(([input, value]) =>
      declared.has(input) || Array.isArray(value) ? [] : [{ nodeId, input, value }],
    );
  });

/**
 * All models that a graph names: by loader inputs, inside of texts, and for custom nodes in any value. `<lora:…>` in a
 * text counts if the graph has a custom node, which the text may reach.
 */
export function listModelNames(graph: Graph, objectInfo: ObjectInfo): ModelName[] {
  const placed = listInputs(graph, objectInfo);
  const lora = placed.some(({ spec }) => isCustomClass(spec));
  const declared = placed.flatMap(({ nodeId, spec, input, value: written }): ModelName[] => {
    const place = { nodeId, input: input.name };
    const value = unwrapValue(written);
    const kind = getModelKind(spec, input);
    if (kind && typeof value === "string") return isBuiltInModel(value, input) ? [] : [{ ...place, name: value, kind }];
    if (typeof value === "string")
      return takesText(input) ? listTextModels(value, { lora }).map((model) => ({ ...place, ...model })) : [];
    if (Array.isArray(written) || !isCustomClass(spec)) return [];
    return listTexts(value)
      .filter(isModelName)
      .map((name) => ({ ...place, name, kind: "other" }));
  });
  const undeclared = listUndeclaredInputs(graph, objectInfo).flatMap(({ nodeId, input, value }) =>
    listTexts(value)
      .filter(isModelName)
      .map((name) => ({ nodeId, input, name, kind: "other" as const })),
  );
  return [...declared, ...undeclared];
}

/** A file name in a graph. */
export interface FileInput {
  readonly nodeId: string;
  readonly input: string;
  readonly value: unknown;
  /** The node also works without a file: then its value is empty. */
  readonly optional: boolean;
  /** Kinds of files that the node takes; empty if none can be uploaded. */
  readonly kinds: readonly FileKind[];
}

/** All file names of a graph, which the worker replaces by the names of the job's inputs in ComfyUI's input folder. */
export const listFileInputs = (graph: Graph, objectInfo: ObjectInfo): FileInput[] =>
  listInputs(graph, objectInfo)
    .filter(({ spec, input }) => isFileInput(spec, input))
    .map(({ nodeId, spec, input, value }) => ({
      nodeId,
      input: input.name,
      value,
      optional: input.options["default"] === "",
      kinds: getFileKinds(spec, input),
    }));

/** Nodes that save into the output folder under a prefix. */
export interface SaveNode {
  readonly nodeId: string;
  readonly classType: string;
  readonly title?: string;
  /** Name of the input with the prefix. */
  readonly input: string;
  /** Undefined if the graph uses the default. */
  readonly prefix?: string;
}

/** All nodes whose files become assets: output nodes with a `filename_prefix`. */
export const saveNodes = (graph: Graph, objectInfo: ObjectInfo): SaveNode[] =>
  Object.entries(graph).flatMap(([nodeId, node]): SaveNode[] => {
    const spec = objectInfo.get(node.class_type);
    const input = spec?.outputNode ? spec.inputs.find(isPrefixInput) : undefined;
    if (!input) return [];
    const prefix = node.inputs[input.name];
    return [
      {
        nodeId,
        classType: node.class_type,
        ...(node._meta?.title === undefined ? {} : { title: node._meta.title }),
        input: input.name,
        ...(typeof prefix === "string" ? { prefix } : {}),
      },
    ];
  });

/** Output nodes that return a text, which workers store. */
const textNodes: ReadonlySet<string> = new Set(["PreviewAny", "BlenderOutputString"]);

/** Output nodes without a `filename_prefix`: what they show is not stored, except for texts. */
export const previewNodes = (graph: Graph, objectInfo: ObjectInfo): { nodeId: string; classType: string }[] =>
  Object.entries(graph).flatMap(([nodeId, { class_type: classType }]) => {
    const spec = objectInfo.get(classType);
    if (!spec?.outputNode || spec.inputs.some(isPrefixInput) || textNodes.has(classType)) return [];
    return [{ nodeId, classType }];
  });
