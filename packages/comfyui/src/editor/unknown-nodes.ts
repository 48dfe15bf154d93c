import { type ExpandedNode, type ExpandedNodes } from "./expand.ts";
import { isInactive } from "./model.ts";
import { limits, quote } from "../problem.ts";
import { findRequeueRefusal } from "../review/requeuing-classes.ts";
import type { SavedWorkflow } from "./parse-workflow.ts";
import type { WorkflowReport } from "./report.ts";

/** The newest editor whose workflows are tested: `comfyui-frontend-package` and the schema version that it saves. */
const testedEditor = { minor: [1, 49], schema: 1 } as const;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Group nodes of editors before subgraphs; their type names the group. */
const groupNode = /^workflow[>/]/;

/** The package of custom nodes that a node says it comes from. */
function namePackage({ node: { properties } }: ExpandedNode): string | undefined {
  const named = ["cnr_id", "aux_id"]
    .map((key) => properties[key])
    .find((value) => typeof value === "string" && value !== "" && value !== "comfy-core");
  if (typeof named !== "string") return undefined;
  const version = properties["ver"];
  return `${named}${typeof version === "string" ? ` ${version}` : ""}`.slice(0, limits.name);
}

function explainUnknown(expanded: ExpandedNode): { message: string; remedy: string } {
  const { type } = expanded.node;
  if (groupNode.test(type))
    return {
      message: `${quote(type)} is a group node of an old editor.`,
      remedy: "Open the workflow in a current ComfyUI, which turns group nodes into subgraphs, and save it again.",
    };
  if (uuid.test(type))
    return {
      message: `The workflow does not contain the subgraph ${quote(type)} of this node.`,
      remedy: "Open the workflow in the ComfyUI that it was made with, and save it again.",
    };
  const from = namePackage(expanded);
  return {
    message: `This image has no node class ${quote(type)}${from === undefined ? "" : `, which comes from ${quote(from)}`}.`,
    remedy:
      from === undefined ? "Replace the node." : "Replace the node, or ask an operator for an image with this package.",
  };
}

/** Reports each node that would run but has no class in the image. Its values have no names, so the graph lacks them. */
export function reportUnknownNodes(nodes: ExpandedNodes, report: WorkflowReport): void {
  for (const expanded of nodes.values()) {
    const { node, id } = expanded;
    if (node.spec || node.isVirtual || isInactive(node)) continue;
    const { code, message, remedy } = findRequeueRefusal(node.type) ?? {
      code: "unknown_node",
      ...explainUnknown(expanded),
    };
    report.addProblem(code, { ...node, id }, message, remedy);
  }
}

/** Reports a workflow that was saved by a newer editor than the tested one. */
export function reportNewerEditor({ version, extra }: SavedWorkflow, report: WorkflowReport): void {
  const editor = extra["frontendVersion"];
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(typeof editor === "string" ? editor : "") ?? [];
  const [testedMajor, testedMinor] = testedEditor.minor;
  const isNewer =
    Number(major ?? 0) > testedMajor || (Number(major ?? 0) === testedMajor && Number(minor ?? 0) > testedMinor);
  const isNewSchema = typeof version === "number" && version > testedEditor.schema;
  if (!isNewer && !isNewSchema) return;
  const saved = isNewer ? `frontend ${String(editor).slice(0, 40)}` : `schema version ${String(version)}`;
  report.addNotice(
    "newer_editor",
    undefined,
    `The workflow was saved by a newer ComfyUI editor (${saved}); tested are those up to ${testedEditor.minor.join(".")}.`,
    'If a setting is wrong, export the graph in ComfyUI with "Export (API)" and use that file.',
  );
}
