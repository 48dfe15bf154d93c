import type { Graph, GraphNode } from "../graph.ts";
import type { ExpandedNode } from "./expand.ts";
import { type EditorNode, isInactive, type Widget } from "./model.ts";
import type { WorkflowReport } from "./report.ts";
import { type LinkContext, LinkError, resolveInput, type Source } from "./resolve-link.ts";
import { fillFileName, isDynamicPrompt, isFileName, sendDynamicPrompt } from "./sent-text.ts";
import { getWidgetType } from "./widget-types.ts";

/** A list would be taken for a link, so the editor wraps it; ComfyUI unwraps it. */
const wrapList = (value: unknown, isCurve = false): unknown => {
  if (!Array.isArray(value)) return value;
  return isCurve ? { __type__: "CURVE", __value__: value as unknown[] } : { __value__: value as unknown[] };
};

function trySource(
  context: LinkContext,
  from: ExpandedNode,
  index: number,
  report: WorkflowReport,
): Source | undefined {
  try {
    return resolveInput(context, from, index);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    const name = from.node.inputs[index]?.name ?? "";
    const place = { ...from.node, id: from.id };
    const message = `The input "${name}" is not connected: ${error.message}.`;
    report.addProblem("dangling_link", place, message, "Connect the input again in ComfyUI, and save the workflow.");
    return undefined;
  }
}

const isConnected = ({ inputs }: EditorNode, { name }: Widget): boolean =>
  inputs.some(({ widget, link }) => widget === name && link !== undefined);

/** The value that the editor sends for a field. */
function getSentValue(context: LinkContext, from: ExpandedNode, widget: Widget, report: WorkflowReport): unknown {
  const { input, value } = widget;
  if (isDynamicPrompt(widget)) {
    const sent = sendDynamicPrompt(widget.value);
    if (sent.hasChoice && !isConnected(from.node, widget))
      report.addNotice(
        "random_text",
        { ...from.node, id: from.id },
        `The text of "${widget.name}" has choices in braces. The editor picks one at random each time; here they stay.`,
        "Replace the braces by one of the choices.",
      );
    return sent.text;
  }
  if (isFileName(from.node, widget))
    return fillFileName(
      widget.value,
      [...context.nodes.values()].map(({ node }) => node),
    );
  return wrapList(value, input !== undefined && getWidgetType(input) === "CURVE");
}

function collectInputs(context: LinkContext, from: ExpandedNode, report: WorkflowReport): Map<string, unknown> {
  const { node } = from;
  const inputs = new Map<string, unknown>();
  for (const widget of node.widgets)
    if (widget.sent && widget.name !== "") inputs.set(widget.name, getSentValue(context, from, widget, report));
  for (const [index, input] of node.inputs.entries()) {
    const source = trySource(context, from, index, report);
    if (source) inputs.set(input.name, "node" in source ? [source.node.id, source.output] : wrapList(source.value));
  }
  return inputs;
}

const isSent = ({ node }: ExpandedNode): boolean => !node.isVirtual && !isInactive(node);

/** The graph in API format: what runs, with links only to what runs. */
export function toGraph(context: LinkContext, report: WorkflowReport): Graph {
  const sent = [...context.nodes.values()].filter(isSent);
  const ids = new Set(sent.map(({ id }) => id));
  const isDangling = (value: unknown): boolean => Array.isArray(value) && !ids.has(String(value[0]));
  const entries = sent.map((from): [string, GraphNode] => {
    const inputs = [...collectInputs(context, from, report)].filter(
      ([, value]) => value !== undefined && !isDangling(value),
    );
    const { type, title } = from.node;
    return [from.id, { inputs: Object.fromEntries(inputs), class_type: type, _meta: { title } }];
  });
  return Object.fromEntries(entries);
}
