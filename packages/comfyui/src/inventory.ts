import { listInputSpecs } from "./dynamic-inputs.ts";
import { isFileInput, isPrefixInput } from "./file-inputs.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { listEmbeddingNames, type ModelKind, getModelKind } from "./model-inputs.ts";
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
  /** The file name in the graph; for an embedding the name inside the prompt. */
  readonly name: string;
  readonly kind: ModelKind;
}

/** All models that a graph names: by loader inputs, and as `embedding:name` inside of texts. */
export const listModelNames = (graph: Graph, objectInfo: ObjectInfo): ModelName[] =>
  listInputs(graph, objectInfo).flatMap(({ nodeId, spec, input, value }): ModelName[] => {
    if (typeof value !== "string") return [];
    const kind = getModelKind(spec, input);
    if (kind) return [{ nodeId, input: input.name, name: value, kind }];
    if (input.type !== "STRING") return [];
    return listEmbeddingNames(value).map((name) => ({ nodeId, input: input.name, name, kind: "embedding" }));
  });

/** A file name in a graph. */
export interface FileInput {
  readonly nodeId: string;
  readonly input: string;
  readonly value: unknown;
  /** The node also works without a file: then its value is empty. */
  readonly optional: boolean;
}

/** All file names of a graph, which the worker replaces by the names of the job's inputs in ComfyUI's input folder. */
export const listFileInputs = (graph: Graph, objectInfo: ObjectInfo): FileInput[] =>
  listInputs(graph, objectInfo)
    .filter(({ spec, input }) => isFileInput(spec, input))
    .map(({ nodeId, input, value }) => ({
      nodeId,
      input: input.name,
      value,
      optional: input.options["default"] === "",
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
