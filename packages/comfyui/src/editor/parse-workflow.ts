import { isRecord } from "../graph.ts";
import { limits } from "../problem.ts";
import type { Link } from "./model.ts";

/** A workflow as the editor saved it, in one form for all its versions. */
export interface SavedWorkflow extends SavedGraph {
  readonly subgraphs: readonly SavedSubgraph[];
  readonly extra: Readonly<Record<string, unknown>>;
  readonly version: unknown;
  readonly lastNodeId: number;
}

export interface SavedGraph {
  readonly nodes: readonly SavedNode[];
  readonly links: readonly Link[];
}

export interface SavedSubgraph extends SavedGraph {
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly SavedSubgraphSlot[];
  readonly outputs: readonly SavedSubgraphSlot[];
}

interface SavedSubgraphSlot {
  readonly name: string;
  readonly type: string;
  readonly links: readonly string[];
}

export interface SavedNode {
  id: string;
  readonly type: string;
  readonly title?: string;
  readonly mode: number;
  readonly inputs: readonly SavedInput[];
  readonly outputs: readonly { readonly type?: string; readonly links: readonly string[] }[];
  readonly values: readonly unknown[] | Readonly<Record<string, unknown>> | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface SavedInput {
  readonly name: string;
  readonly type?: string;
  readonly link?: string;
  readonly widget?: string;
}

/** Limits for what the editor saved; far above what it can show. */
export const workflowLimits = { nodes: 10_000, links: 50_000, subgraphs: 500, slots: 500, nesting: 20 } as const;

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const readText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Ids are numbers or texts. */
const readId = (value: unknown): string | undefined =>
  typeof value === "number" || (typeof value === "string" && value !== "" && value.length <= limits.name)
    ? String(value)
    : undefined;

const readIds = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap((id: unknown) => readId(id) ?? []) : [];

const readIndex = (value: unknown): number => {
  const index = Number(value);
  return Number.isInteger(index) ? index : -1;
};

/** A link is `[id, origin, slot, target, slot, type]` in version 0.4, and an object in later ones and in subgraphs. */
const readLink = (value: unknown): Link[] => {
  const [rawId, origin, originSlot, target, targetSlot] = Array.isArray(value)
    ? (value as unknown[])
    : isRecord(value)
      ? [value["id"], value["origin_id"], value["origin_slot"], value["target_id"], value["target_slot"]]
      : [];
  const [id, originId, targetId] = [readId(rawId), readId(origin), readId(target)];
  if (id === undefined || originId === undefined || targetId === undefined) return [];
  return [{ id, originId, originSlot: readIndex(originSlot), targetId, targetSlot: readIndex(targetSlot) }];
};

/** Old workflows have links to `null`; subgraphs may have links as an object by id. */
const readLinks = (value: unknown): Link[] =>
  (Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : []).flatMap(readLink);

const readInput = (value: Record<string, unknown>): SavedInput[] => {
  const name = readText(value["name"]);
  if (name === undefined) return [];
  const type = value["type"];
  const link = readId(value["link"]);
  const widget = value["widget"];
  const widgetName = isRecord(widget) ? readText(widget["name"]) : undefined;
  return [
    {
      name,
      ...(type === undefined ? {} : { type: String(type) }),
      ...(link === undefined ? {} : { link }),
      ...(widgetName === undefined ? {} : { widget: widgetName }),
    },
  ];
};

const readNode = (value: Record<string, unknown>): SavedNode[] => {
  const id = readId(value["id"]);
  const type = readText(value["type"]);
  if (id === undefined || type === undefined) return [];
  const title = readText(value["title"]);
  const mode = value["mode"];
  const values = value["widgets_values"];
  const properties = value["properties"];
  return [
    {
      id,
      type,
      ...(title ? { title } : {}),
      mode: typeof mode === "number" ? mode : 0,
      inputs: listOf(value["inputs"]).slice(0, workflowLimits.slots).flatMap(readInput),
      outputs: listOf(value["outputs"])
        .slice(0, workflowLimits.slots)
        .map((output) => ({
          ...(output["type"] === undefined ? {} : { type: String(output["type"]) }),
          links: readIds(output["links"]),
        })),
      values: Array.isArray(values) || isRecord(values) ? values : undefined,
      properties: isRecord(properties) ? properties : {},
    },
  ];
};

const readSlot = (value: Record<string, unknown>): SavedSubgraphSlot => ({
  name: readText(value["name"]) ?? "",
  type: String(value["type"] ?? "*"),
  links: readIds(value["linkIds"]),
});

const readGraph = (value: Record<string, unknown>): SavedGraph => ({
  nodes: listOf(value["nodes"]).flatMap(readNode),
  links: readLinks(value["links"]),
});

/** All subgraph definitions, also those that are inside others; the first of each id. */
const readSubgraphs = (value: Record<string, unknown>, depth = 0): SavedSubgraph[] => {
  const definitions = value["definitions"];
  if (!isRecord(definitions) || depth > workflowLimits.nesting) return [];
  const read = listOf(definitions["subgraphs"]).flatMap((subgraph): SavedSubgraph[] => {
    const id = readText(subgraph["id"]);
    if (id === undefined) return [];
    const name = readText(subgraph["name"]) ?? id;
    const inputs = listOf(subgraph["inputs"]).slice(0, workflowLimits.slots).map(readSlot);
    const outputs = listOf(subgraph["outputs"]).slice(0, workflowLimits.slots).map(readSlot);
    return [{ ...readGraph(subgraph), id, name, inputs, outputs }, ...readSubgraphs(subgraph, depth + 1)];
  });
  return [...new Map(read.toReversed().map((s) => [s.id, s])).values()].toReversed();
};

const readLastNodeId = (value: Record<string, unknown>): number => {
  const state = value["state"];
  const last = value["last_node_id"] ?? (isRecord(state) ? state["lastNodeId"] : undefined);
  return typeof last === "number" && Number.isInteger(last) && last >= 0 && last < 1e8 ? last : 0;
};

/**
 * Whether a value is a workflow in the editor's format: it lists its nodes. A graph in API format is an object by node id
 * instead.
 */
export const isEditorWorkflow = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && Object.hasOwn(value, "nodes") && Array.isArray(value["nodes"]);

/** Reads what the editor saved; ignores what has no usable id or type. */
export function parseWorkflow(value: Record<string, unknown>): SavedWorkflow {
  const extra = value["extra"];
  return {
    ...readGraph(value),
    subgraphs: readSubgraphs(value),
    extra: isRecord(extra) ? extra : {},
    version: value["version"],
    lastNodeId: readLastNodeId(value),
  };
}

/** Says which limit a workflow exceeds, if any. */
export function explainTooLarge(workflow: SavedWorkflow): string | undefined {
  const graphs: readonly SavedGraph[] = [workflow, ...workflow.subgraphs];
  const nodes = graphs.reduce((sum, graph) => sum + graph.nodes.length, 0);
  const links = graphs.reduce((sum, graph) => sum + graph.links.length, 0);
  if (nodes > workflowLimits.nodes) return `${nodes} nodes, more than ${workflowLimits.nodes}`;
  if (links > workflowLimits.links) return `${links} links, more than ${workflowLimits.links}`;
  if (workflow.subgraphs.length > workflowLimits.subgraphs)
    return `${workflow.subgraphs.length} subgraphs, more than ${workflowLimits.subgraphs}`;
  return undefined;
}
