import type { Graph } from "../graph.ts";
import type { ObjectInfo } from "../object-info.ts";
import { type GraphProblem, limits } from "../problem.ts";
import { Budget, BudgetError } from "./budget.ts";
import { expandNodes } from "./expand.ts";
import { loadWorkflow } from "./load-graph.ts";
import { explainTooLarge, parseWorkflow, type SavedWorkflow } from "./parse-workflow.ts";
import { createReport, type WorkflowReport } from "./report.ts";
import { findRecursiveSubgraphs } from "./subgraph-definitions.ts";
import { toGraph } from "./to-graph.ts";
import { reportNewerEditor, reportUnknownNodes } from "./unknown-nodes.ts";

export interface ConvertedWorkflow {
  /** In API format; empty if the workflow cannot be converted at all. */
  readonly graph: Graph;
  /** What makes it unusable, by the editor's node ids and titles. */
  readonly problems: readonly GraphProblem[];
  /** What the user should check. */
  readonly notices: readonly GraphProblem[];
}

/** Finds what makes it impossible to load a workflow. */
function addStructureProblems(saved: SavedWorkflow, report: WorkflowReport): void {
  const large = explainTooLarge(saved);
  if (large !== undefined)
    report.addProblem("too_many_nodes", undefined, `The workflow has ${large}.`, "Split it into several workflows.");
  for (const { name } of findRecursiveSubgraphs(saved.subgraphs))
    report.addProblem(
      "cycle",
      undefined,
      `The subgraph "${name.slice(0, limits.name)}" contains itself.`,
      "Remove the node that uses the subgraph from inside it.",
    );
}

/**
 * Converts a workflow as saved by ComfyUI's editor to the API format, as the editor does when it sends it: opens subgraphs,
 * follows reroutes, leaves out muted and bypassed nodes, notes and groups, and names the values of each node by the image's
 * `object_info`. Accepts any JSON object and never throws.
 *
 * Seeds keep their saved values. Text stays as it is, also where the editor would fill in a date (`%date:yyyy%`) or choose
 * at random (`{day|night}`): it does so each time it sends a workflow.
 *
 * @example
 * const { graph, problems, notices } = convertWorkflow(JSON.parse(text), objectInfo);
 */
export function convertWorkflow(value: Record<string, unknown>, objectInfo: ObjectInfo): ConvertedWorkflow {
  const report = createReport();
  const { problems, notices } = report;
  const saved = parseWorkflow(value);
  reportNewerEditor(saved, report);
  addStructureProblems(saved, report);
  if (problems.length > 0) return { graph: {}, problems, notices };
  try {
    return { graph: buildGraph(saved, objectInfo, report), problems, notices };
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
    report.addProblem("too_many_nodes", undefined, error.message, "Split it into several workflows.");
    return { graph: {}, problems, notices };
  }
}

function buildGraph(saved: SavedWorkflow, objectInfo: ObjectInfo, report: WorkflowReport): Graph {
  const budget = new Budget();
  const root = loadWorkflow(saved, objectInfo, report, budget);
  const nodes = expandNodes(root);
  if (!nodes) {
    const message = `With its subgraphs, the workflow has more than ${limits.nodes} nodes.`;
    report.addProblem("too_many_nodes", undefined, message, "Split it into several workflows.");
    return {};
  }
  reportUnknownNodes(nodes, report);
  return toGraph({ nodes, budget }, report);
}
