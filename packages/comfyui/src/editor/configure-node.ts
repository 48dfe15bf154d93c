import { isRecord } from "../graph.ts";
import type { InputSpec } from "../object-info.ts";
import { addInput } from "./build-node.ts";
import { growGroup } from "./dynamic.ts";
import { type EditorNode, type InputSlot, setWidget, type Widget } from "./model.ts";
import type { SavedInput, SavedNode } from "./parse-workflow.ts";
import { getWidgetType } from "./widget-types.ts";

const toSlot = ({ name, type, link, widget }: SavedInput): InputSlot => ({
  name,
  type: type ?? "*",
  ...(link === undefined ? {} : { link }),
  ...(widget === undefined ? {} : { widget }),
});

/** Connects declared inputs as saved, by name, and appends inputs that only the workflow has. */
function connectInputs(node: EditorNode, saved: SavedNode): void {
  const byName = new Map(saved.inputs.map((input) => [input.name, input]));
  for (const slot of node.inputs) {
    const link = byName.get(slot.name)?.link;
    if (link !== undefined) slot.link = link;
  }
  const declared = new Set(node.inputs.map(({ name }) => name));
  node.inputs.push(...saved.inputs.filter(({ name }) => !declared.has(name)).map(toSlot));
  for (const [index, { type, links }] of saved.outputs.entries())
    node.outputs[index] = { type: node.outputs[index]?.type ?? type ?? "*", links: [...links] };
}

/**
 * Removes values of inputs that had a field in editors before 1.16 and are sockets today. Recognized, as by the editor, by
 * the number of values.
 */
function dropForcedInputs(node: EditorNode, values: readonly unknown[]): readonly unknown[] {
  const names = new Set(node.widgets.map(({ name }) => name));
  const inputs = node.spec?.inputs.filter(({ group }) => group !== "hidden") ?? [];
  const places = inputs
    .filter(({ name, options }) => names.has(name) || options["forceInput"] === true)
    .flatMap(({ options }) => {
      const isForced = options["forceInput"] === true;
      return options["control_after_generate"] ? [isForced, false] : [isForced];
    });
  return places.length === values.length ? values.filter((_, index) => places[index] !== true) : values;
}

/** A seed's control has no name in the API; some nodes save their values by name. */
function setValuesByName(node: EditorNode, values: Readonly<Record<string, unknown>>): string[] {
  const taken = new Set<string>();
  // Setting a combo can replace the fields below it.
  for (let index = 0; index < node.widgets.length; index++) {
    const widget = node.widgets[index]!;
    if (!Object.hasOwn(values, widget.name)) continue;
    taken.add(widget.name);
    setWidget(widget, values[widget.name]);
  }
  // Values that a node's own script saves next to its fields, such as its preview, are not settings.
  return Object.entries(values).flatMap(([name, value]) => (taken.has(name) || isRecord(value) ? [] : [name]));
}

/** @returns the values for which the node has no field */
function setValuesInOrder(node: EditorNode, values: readonly unknown[]): unknown[] {
  let next = 0;
  for (let index = 0; index < node.widgets.length && next < values.length; index++) {
    const widget = node.widgets[index]!;
    if (widget.saved) setWidget(widget, values[next++]);
  }
  return values.slice(next);
}

/** Changes that the editor makes to values of old workflows. */
function modernizeValues(node: EditorNode): void {
  const { type } = node;
  for (let index = 0; index < node.widgets.length; index++) {
    const widget = node.widgets[index]!;
    if (type === "KSampler" || type === "KSamplerAdvanced") modernizeSampler(widget);
    if (widget.value !== null && widget.value !== undefined) continue;
    const [first] = widget.input ? listChoices(widget.input) : [];
    if (first !== undefined) setWidget(widget, first);
  }
}

const listChoices = (input: InputSpec): readonly unknown[] => {
  const type = getWidgetType(input);
  if (type === "COMBO") return input.choices ?? [];
  const { options } = input.options;
  return type === "COMFY_DYNAMICCOMBO_V3" && Array.isArray(options)
    ? options.flatMap((option: unknown) => (isRecord(option) ? [option["key"]] : []))
    : [];
};

function modernizeSampler(widget: Widget): void {
  if (widget.name === "sampler_name" && typeof widget.value === "string" && widget.value.startsWith("sample_"))
    setWidget(widget, widget.value.slice("sample_".length));
}

/** A socket for a field that the class no longer has cannot be connected. */
const removeStaleSockets = (node: EditorNode): void => {
  const names = new Set(node.widgets.map(({ name }) => name));
  node.inputs = node.inputs.filter(({ widget }) => widget === undefined || names.has(widget));
};

/**
 * Gives a new node what the workflow says about it: connections by name, values by their place.
 *
 * @returns values that no field of the node takes
 */
export function configureNode(node: EditorNode, saved: SavedNode): unknown[] {
  connectInputs(node, saved);
  // Each connection can add sockets, which the loop then meets.
  for (let index = 0; index < node.inputs.length; index++) growGroup(node, node.inputs[index]!, addInput);
  if (!node.spec) return [];
  const { values } = saved;
  const surplus =
    values === undefined
      ? []
      : Array.isArray(values)
        ? setValuesInOrder(node, dropForcedInputs(node, values))
        : setValuesByName(node, values as Readonly<Record<string, unknown>>);
  modernizeValues(node);
  removeStaleSockets(node);
  return surplus;
}
