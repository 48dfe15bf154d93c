import { isRecord } from "../graph.ts";
import { type InputSpec, parseInput } from "../object-info.ts";
import type { EditorNode, GrowingGroup, InputSlot, Widget } from "./model.ts";

/** Adds one input, which may be dynamic itself, to a node. */
type AddInput = (node: EditorNode, input: InputSpec) => void;

/** Dynamic inputs may be nested; ComfyUI's own are, twice. */
const maxNesting = 6;

const countDots = (name: string): number => name.split(".").length - 1;

/** The inputs of `{required: {name: declaration}, optional: …}`, named `<prefix>.<name>`. */
const readDeclared = (declared: unknown, prefix: string): InputSpec[] =>
  (["required", "optional"] as const).flatMap((group) => {
    const inputs = isRecord(declared) ? declared[group] : undefined;
    return isRecord(inputs)
      ? Object.entries(inputs).map(([name, raw]) => parseInput(`${prefix}.${name}`, group, raw))
      : [];
  });

/** Inserts inputs, and tells the links of those and of all after them their new place. */
function insertInputs(node: EditorNode, inputs: InputSlot[], at: number, added: readonly InputSlot[]): void {
  node.inputs = inputs.toSpliced(at, 0, ...added);
  for (const [index, { link: id }] of node.inputs.entries()) {
    const link = id === undefined ? undefined : node.graph.links.get(id);
    if (link && index >= at) link.targetSlot = index;
  }
}

/** A combo whose choice decides which fields stand below it: replaces them after each change. */
export function addDynamicCombo(node: EditorNode, widget: Widget, input: InputSpec, addInput: AddInput): void {
  const { name } = widget;
  const listed = input.options["options"];
  const options = Array.isArray(listed) ? listed.filter(isRecord) : [];
  const isBelow = (e: { readonly name: string }) => e.name.startsWith(`${name}.`);
  widget.onChange = () => {
    const before = node.inputs.filter(isBelow);
    node.inputs = node.inputs.filter((slot) => !isBelow(slot));
    node.widgets = node.widgets.filter((w) => !isBelow(w));
    const chosen = options.find((o) => o["key"] === widget.value);
    if (!chosen || countDots(name) > maxNesting) return;
    const [inputs, widgets] = [node.inputs, node.widgets];
    [node.inputs, node.widgets] = [[], []];
    for (const declared of readDeclared(chosen["inputs"], name)) addInput(node, declared);
    const [newInputs, newWidgets] = [node.inputs, node.widgets];
    const at = inputs.findIndex((slot) => slot.name === name);
    insertInputs(node, inputs, at === -1 ? inputs.length : at + 1, newInputs);
    node.widgets = widgets.toSpliced(widgets.indexOf(widget) + 1, 0, ...newWidgets);
    // Connections stay where there is a socket of the name; each can add the next.
    for (const { name: connected, link } of before) {
      const slot = link === undefined ? undefined : node.inputs.find((i) => i.name === connected);
      if (!slot || link === undefined) continue;
      slot.link = link;
      const moved = node.graph.links.get(link);
      if (moved) moved.targetSlot = node.inputs.indexOf(slot);
      growGroup(node, slot, addInput);
    }
  };
  widget.onChange();
}

const readGroup = (input: InputSpec): GrowingGroup | undefined => {
  const template = input.options["template"];
  if (!isRecord(template)) return undefined;
  const names = Array.isArray(template["names"]) ? template["names"].map(String) : undefined;
  const { min, max, prefix } = template;
  return {
    min: typeof min === "number" ? min : 1,
    max: Math.min(names?.length ?? (typeof max === "number" ? max : 100), 1_000),
    inputs: readDeclared(template["input"], input.name),
    names,
    prefix: typeof prefix === "string" ? prefix : "",
  };
};

const nameSocket = (groupName: string, { inputs, names, prefix }: GrowingGroup, index: number, input: InputSpec) => {
  const counted = inputs.length === 1 ? prefix : input.name.slice(groupName.length + 1);
  return `${groupName}.${names ? (names[index] ?? "") : `${counted}${index}`}`;
};

/** Adds the sockets of one index after those of the index before. Keeps what is connected to sockets of these names. */
function addSockets(node: EditorNode, groupName: string, group: GrowingGroup, index: number, addInput: AddInput): void {
  const last = group.inputs.at(-1);
  if (index >= group.max || !last) return;
  const { inputs } = node;
  node.inputs = [];
  for (const input of group.inputs) {
    const name = nameSocket(groupName, group, index, input);
    const isKnown = inputs.some((slot) => slot.name === name && slot.widget !== undefined);
    if (!isKnown) addInput(node, { ...input, name });
  }
  const added = node.inputs;
  for (const slot of added) {
    const link = inputs.find(({ name }) => name === slot.name)?.link;
    if (link !== undefined) slot.link = link;
  }
  const names = new Set(added.map(({ name }) => name));
  const others = inputs.filter(({ name }) => !names.has(name));
  const before = nameSocket(groupName, group, index - 1, last);
  const at = others.findLastIndex(({ name }) => name.startsWith(before));
  insertInputs(node, others, at === -1 ? others.length : at + 1, added);
}

/** Adds a group that grows, with the sockets of an empty node. */
export function addGrowingGroup(node: EditorNode, input: InputSpec, addInput: AddInput): void {
  const group = readGroup(input);
  if (!group || countDots(input.name) > maxNesting) return;
  node.groups.set(input.name, group);
  for (let index = 0; index <= group.min; index++) addSockets(node, input.name, group, index, addInput);
}

/** Adds the socket after a connected one, if it belongs to a group that grows. */
export function growGroup(node: EditorNode, slot: InputSlot, addInput: AddInput): void {
  const groupName = slot.name.slice(0, slot.name.lastIndexOf("."));
  const group = node.groups.get(groupName);
  if (!group || slot.link === undefined) return;
  const own = slot.name.slice(groupName.length + 1);
  const index = group.names ? group.names.indexOf(own) : Number(/\d+$/.exec(own)?.[0] ?? -1);
  if (index >= 0) addSockets(node, groupName, group, index + 1, addInput);
}
