import { limits } from "../problem.ts";
import type { Budget } from "./budget.ts";
import {
  type EditorNode,
  findWidget,
  type InputSlot,
  type Subgraph,
  type SubgraphSlot,
  subgraphInputId,
} from "./model.ts";
import type { SavedNode } from "./parse-workflow.ts";
import { findField, findTarget, promoteWidget } from "./subgraph-host.ts";

/**
 * Editors before 1.4x saved the fields that a subgraph shows as `proxyWidgets`: `[[node id, field], …]`, with the values in
 * this order. Today each of them is an input of the subgraph, and the editor turns one into the other when it loads a
 * workflow.
 */
interface ProxyEntry {
  readonly nodeId: string;
  readonly field: string;
  /** Node inside a nested subgraph that a field of this name belongs to. */
  readonly innerId?: string;
  readonly value: unknown;
}

const isText = (value: unknown): value is string => typeof value === "string";

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The editor, too, takes an unreadable list for an empty one.
    return undefined;
  }
};

/** Old editors wrote `3: 5: seed` for a field of nested subgraphs; the last number is that of the node. */
const splitPrefixes = (field: string): { field: string; innerId?: string } => {
  let [rest, innerId]: [string, string | undefined] = [field, undefined];
  for (let found = /^\s*(\d+)\s*:\s*(.+)$/.exec(rest); found; found = /^\s*(\d+)\s*:\s*(.+)$/.exec(rest))
    [, innerId, rest] = found as unknown as [string, string, string];
  return innerId === undefined ? { field: rest } : { field: rest, innerId };
};

/** Whether a field exists, through all nested subgraphs. */
function hasField(subgraph: Subgraph, nodeId: string, field: string, depth = 0): boolean {
  const node = subgraph.nodes.get(nodeId);
  if (!node || depth > 100) return false;
  if (!node.subgraph) return findWidget(node, field) !== undefined;
  const inside = node.subgraph.inputs.find(({ name }) => name === field);
  const source = inside && findSource(node.subgraph, inside);
  return source !== undefined && hasField(node.subgraph, source.nodeId, source.field, depth + 1);
}

function readEntries(subgraph: Subgraph, saved: SavedNode): ProxyEntry[] {
  const property = saved.properties["proxyWidgets"];
  const listed = isText(property) ? parseJson(property) : property;
  if (!Array.isArray(listed)) return [];
  const tuples = listed as unknown[];
  const isTuple = (t: unknown): t is string[] =>
    Array.isArray(t) &&
    (t.length === 2 || t.length === 3) &&
    t.every((part) => isText(part) && part.length <= limits.name);
  // One malformed entry makes the editor ignore the list.
  if (!tuples.every(isTuple)) return [];
  const values = Array.isArray(saved.values) ? (saved.values as unknown[]) : [];
  return tuples.map(([nodeId = "", name = "", innerId], index) => {
    const split = hasField(subgraph, nodeId, name) ? { field: name } : splitPrefixes(name);
    return {
      nodeId,
      ...(innerId === undefined ? {} : { innerId }),
      ...split,
      value: index < values.length ? values[index] : undefined,
    };
  });
}

/** Node and field that an input of a subgraph leads to. */
function findSource(subgraph: Subgraph, slot: SubgraphSlot): { nodeId: string; field: string } | undefined {
  for (const linkId of slot.links) {
    const target = findTarget(subgraph, linkId);
    if (!target) continue;
    if (target.node.subgraph) return { nodeId: target.node.id, field: target.input.name };
    const widget = findWidget(target.node, target.input.widget);
    if (widget) return { nodeId: target.node.id, field: widget.name };
  }
  return undefined;
}

/** The input of a node inside that has a field of this name. */
function findInput(node: EditorNode, { field, innerId }: ProxyEntry): InputSlot | undefined {
  const { subgraph } = node;
  if (!subgraph) return node.inputs.find(({ widget }) => widget === field && findWidget(node, field) !== undefined);
  const found = node.inputs.find((slot, index) => {
    const source = findSource(subgraph, subgraph.inputs[index]!);
    if (innerId !== undefined) return source?.field === field && source.nodeId === innerId;
    return slot.name === field || source?.field === field;
  });
  return found?.promoted ? found : undefined;
}

const uniqueName = (subgraph: Subgraph, base: string): string => {
  const taken = new Set(subgraph.inputs.map(({ name }) => name));
  let name = base;
  for (let count = 1; taken.has(name); count++) name = `${base}_${count}`;
  return name;
};

/** Adds an input to a subgraph and all nodes that use it, and connects it to an input of a node inside. */
function addSubgraphInput(subgraph: Subgraph, base: string, type: string): SubgraphSlot {
  const slot: SubgraphSlot = { name: uniqueName(subgraph, base), type, links: [] };
  subgraph.inputs.push(slot);
  for (const host of subgraph.hosts) host.inputs.push({ name: slot.name, type });
  return slot;
}

function connectInside(subgraph: Subgraph, slot: SubgraphSlot, node: EditorNode, input: InputSlot): void {
  if (input.link !== undefined) {
    for (const other of subgraph.inputs) other.links = other.links.filter((id) => id !== input.link);
    subgraph.links.delete(input.link);
  }
  const id = `+${subgraph.links.size}:${slot.name}`;
  subgraph.links.set(id, {
    id,
    originId: subgraphInputId,
    originSlot: subgraph.inputs.indexOf(slot),
    targetId: node.id,
    targetSlot: node.inputs.indexOf(input),
  });
  input.link = id;
  slot.links.push(id);
  for (const host of subgraph.hosts) {
    const hostInput = host.inputs[subgraph.inputs.indexOf(slot)];
    if (hostInput && !hostInput.promoted && findField(node, input)) promoteWidget(hostInput, subgraph, slot);
  }
}

const setHostValue = (input: InputSlot | undefined, { value }: ProxyEntry): void => {
  if (input?.promoted && value !== undefined) input.promoted.value = value;
};

/**
 * A primitive inside whose value the host shows becomes an input of the subgraph that leads where it led. Like the frontend,
 * it looks for the target at the slot that the link had when it was saved, which may be another field:
 * `findings/comfyui-frontend-promoted-primitive.sh`.
 */
function replacePrimitive(host: EditorNode, subgraph: Subgraph, primitive: EditorNode, entries: ProxyEntry[]): void {
  const links = (primitive.outputs[0]?.links ?? []).flatMap((id) => subgraph.links.get(id) ?? []);
  const targets = links.map((link) => {
    const node = subgraph.nodes.get(link.targetId);
    return { node, input: node?.inputs[link.targetSlot] };
  });
  const type = primitive.outputs[0]?.type ?? "*";
  const isUsable = targets.every(({ input }) => input && (input.type === type || input.type === "*" || type === "*"));
  const [first] = entries;
  if (targets.length === 0 || !isUsable || !first || entries.some(({ field }) => field !== first.field)) return;
  const isRenamed = primitive.title !== "" && primitive.title !== "PrimitiveNode";
  const slot = addSubgraphInput(subgraph, isRenamed ? primitive.title : first.field, type);
  for (const { node, input } of targets) connectInside(subgraph, slot, node!, input!);
  const hostInput = host.inputs[subgraph.inputs.indexOf(slot)];
  setHostValue(hostInput, entries.find(({ value }) => value !== undefined) ?? first);
  bypassed.set(primitive, slot.name);
}

/** Primitives that an earlier host of the same subgraph has replaced, and by which input. */
const bypassed = new WeakMap<EditorNode, string>();

/** Turns the fields that a saved host shows into inputs of its subgraph, and sets their values. */
export function applyProxyWidgets(host: EditorNode, subgraph: Subgraph, saved: SavedNode, budget: Budget): void {
  const entries = readEntries(subgraph, saved);
  budget.spend(entries.length * (subgraph.inputs.length + subgraph.hosts.length));
  const primitives = new Map<EditorNode, ProxyEntry[]>();
  const plans = entries.map((entry) => {
    const shown = host.inputs.find((_, index) => {
      const source = findSource(subgraph, subgraph.inputs[index]!);
      return source?.nodeId === entry.nodeId && source.field === entry.field;
    });
    if (shown) return { entry, shown };
    const node = subgraph.nodes.get(entry.nodeId);
    if (node?.type !== "PrimitiveNode") return { entry, node };
    const earlier = host.inputs.find(({ name }) => name === bypassed.get(node));
    if (earlier) return { entry, shown: earlier };
    primitives.set(node, [...(primitives.get(node) ?? []), entry]);
    return { entry };
  });
  for (const { entry, shown, node } of plans) {
    if (shown) setHostValue(shown, entry);
    else if (node && !entry.field.startsWith("$$")) {
      const input = findInput(node, entry);
      if (!input) continue;
      const slot = addSubgraphInput(subgraph, entry.field, input.type);
      connectInside(subgraph, slot, node, input);
      setHostValue(host.inputs[subgraph.inputs.indexOf(slot)], entry);
    }
  }
  for (const [primitive, cohort] of primitives) replacePrimitive(host, subgraph, primitive, cohort);
}
