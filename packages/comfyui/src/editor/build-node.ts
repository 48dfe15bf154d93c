import { isRecord } from "../graph.ts";
import type { InputSpec } from "../object-info.ts";
import { addGrowingGroup, addDynamicCombo } from "./dynamic.ts";
import { type EditorNode, type Widget } from "./model.ts";
import { addExtraWidgets } from "./extra-widgets.ts";
import { getDefaultValue, getValueControl, getWidgetType } from "./widget-types.ts";

const boundsFields = ["x", "y", "width", "height"] as const;

/** A field that belongs to no input, such as a button. */
export const createExtraWidget = (name: string, value: unknown, saved: boolean, sent: boolean): Widget => ({
  name,
  value,
  saved,
  sent,
});

/** Adds the fields that stand below a field: a seed's control, a box's four numbers. */
function addCompanions(node: EditorNode, type: string, input: InputSpec): void {
  const control = getValueControl(type, input);
  if (control) {
    node.widgets.push(createExtraWidget(control.name, control.value, true, false));
    if (type === "COMBO") node.widgets.push(createExtraWidget("control_filter_list", "", true, false));
  }
  if (type === "BOUNDING_BOX")
    for (const field of boundsFields) node.widgets.push(createExtraWidget(field, undefined, true, false));
}

function addField(node: EditorNode, input: InputSpec): void {
  const type = getWidgetType(input);
  if (type === undefined) return;
  const value = getDefaultValue(type, input);
  const widget: Widget = { name: input.name, value, saved: type !== "IMAGECOMPARE", sent: true, input };
  node.widgets.push(widget);
  addCompanions(node, type, input);
  if (type === "COMFY_DYNAMICCOMBO_V3") addDynamicCombo(node, widget, input, addInput);
  node.inputs.push({ name: input.name, type: input.type, widget: input.name });
}

/** Adds the socket of an input without a field, or of a group of inputs that grows. */
function addSocket(node: EditorNode, input: InputSpec): void {
  if (getWidgetType(input) !== undefined) return;
  if (input.type === "COMFY_AUTOGROW_V3") addGrowingGroup(node, input, addInput);
  else if (input.type === "COMFY_MATCHTYPE_V3") addMatchedInput(node, input);
  else node.inputs.push({ name: input.name, type: input.type });
}

/** Adds an input whose type follows what is connected to others of its group; until then it accepts the declared types. */
function addMatchedInput(node: EditorNode, input: InputSpec): void {
  const { template } = input.options;
  const { allowed_types: allowed, template_id: id } = isRecord(template) ? template : {};
  const type = typeof allowed === "string" ? allowed : "*";
  const group = node.matchTypes.get(String(id)) ?? new Map<string, string>();
  node.matchTypes.set(String(id), group.set(input.name, type));
  addInput(node, { ...input, type });
}

/** Adds one input: its socket, and its field if it has one. */
export function addInput(node: EditorNode, input: InputSpec): void {
  addSocket(node, input);
  addField(node, input);
}

/** Gives a new node the inputs, fields and outputs of its class, in the editor's order: sockets first. */
export function addDeclaredInputs(node: EditorNode): void {
  const { spec } = node;
  if (!spec) return;
  const inputs = spec.inputs.filter(({ group }) => group !== "hidden");
  for (const input of inputs) addSocket(node, input);
  for (const input of inputs) addField(node, input);
  addExtraWidgets(node, spec);
  node.outputs = spec.outputs.map(({ type }) => ({ type: type === "COMFY_MATCHTYPE_V3" ? "*" : type, links: [] }));
}
