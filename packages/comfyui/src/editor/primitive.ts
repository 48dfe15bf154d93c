import type { InputSpec } from "../object-info.ts";
import { type EditorGraph, type EditorNode, findWidget, type InputSlot, setWidget } from "./model.ts";
import type { SavedNode } from "./parse-workflow.ts";
import { findTarget } from "./subgraph-host.ts";
import { getWidgetType } from "./widget-types.ts";

const readNumber = (value: unknown, fallback: number): number => (typeof value === "number" ? value : fallback);

const getType = (input: InputSpec | undefined): string | undefined => input && getWidgetType(input);

const isNumeric = (input: InputSpec | undefined): boolean => ["INT", "FLOAT"].includes(getType(input) ?? "");

/**
 * The editor rounds a number that a primitive sets as if it was typed: a whole number to a multiple of the step from the
 * minimum, another to the digits that its step has.
 */
export function roundForInput(value: unknown, input: InputSpec | undefined): unknown {
  if (typeof value !== "number" || !input) return value;
  const { step, min, max, round } = input.options;
  if (getType(input) === "INT") {
    const size = readNumber(step, 1) || 1;
    if (size === 1) return Math.round(value);
    const offset = readNumber(min, 0) % size;
    return Math.round((value - offset) / size) * size + offset;
  }
  if (getType(input) !== "FLOAT") return value;
  const digits = Math.max(0, -Math.floor(Math.log10(readNumber(step, 0.5))));
  const unit = digits > 0 && !round ? 10 ** -digits : readNumber(round, 0);
  if (unit === 0) return value;
  const rounded = Number((Math.round(value / unit) * unit).toFixed(Math.min(digits, 100)));
  return Math.min(Math.max(rounded, readNumber(min, 0)), readNumber(max, 2048));
}

/** The inputs that a primitive sets, which are fields of nodes in the same graph. */
const findTargets = (primitive: EditorNode): { node: EditorNode; input: InputSlot }[] =>
  (primitive.outputs[0]?.links ?? []).flatMap((id) => findTarget(primitive.graph, id) ?? []);

/**
 * Gives a primitive the field of the first input that it sets: with the saved value, or else that of the input. A number
 * that sets several inputs stays within the limits of all of them.
 */
export function createPrimitiveWidget(primitive: EditorNode, values: SavedNode["values"]): void {
  const targets = findTargets(primitive);
  const [first] = targets;
  const widget = first && findWidget(first.node, first.input.widget);
  if (!widget) return;
  const saved = Array.isArray(values) && values.length > 0 ? (values as unknown[]) : undefined;
  let value = saved ? saved[0] : widget.value;
  const inputs = targets.map(({ node, input }) => findWidget(node, input.widget)?.input);
  if (inputs.length > 1 && inputs.every(isNumeric) && typeof value === "number") {
    const least = Math.max(...inputs.map((input) => readNumber(input?.options["min"], -Infinity)));
    const most = Math.min(...inputs.map((input) => readNumber(input?.options["max"], Infinity)));
    if (least <= most) value = Math.min(Math.max(value, least), most);
  }
  primitive.widgets = [
    { name: "value", value, saved: true, sent: true, ...(widget.input ? { input: widget.input } : {}) },
  ];
}

/** Copies the value of each primitive of a graph to the fields that it sets. */
export function applyPrimitives(graph: EditorGraph): void {
  for (const primitive of graph.nodes.values()) {
    const [source] = primitive.type === "PrimitiveNode" ? primitive.widgets : [];
    if (!source) continue;
    for (const { node, input } of findTargets(primitive)) {
      const target = findWidget(node, input.widget);
      if (target) setWidget(target, roundForInput(source.value, target.input));
      else if (input.promoted) input.promoted.value = source.value;
    }
  }
}
