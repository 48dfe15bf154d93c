import { type Graph, type GraphProblem, isEditorWorkflow, readExport } from "@pegbar/comfyui";
import type { ProblemDetail } from "../../platform/error/index.ts";
import type { Image } from "../image/index.ts";
import { findGraphProblems } from "./graph-problems.ts";

/** What a workflow in the editor's format became. */
export interface Conversion {
  /** Differences that the user should check. */
  notices: ProblemDetail[];
}

export interface ReadWorkflow {
  /** In API format; undefined if there is none. */
  graph: Graph | undefined;
  /** Present if the workflow was in the editor's format. */
  conversion?: Conversion;
  /** Why there is no graph, or what is wrong with a converted one. */
  problems: ProblemDetail[];
}

/** Points to the whole workflow: its places have other names than those of the graph. `node` names the node. */
const pointToWorkflow = ({ nodeId, ...rest }: GraphProblem): ProblemDetail => ({
  ...rest,
  ...(nodeId === undefined ? {} : { node: nodeId }),
  pointer: "/graph",
});

/** Reads a graph in API format, or a workflow as saved by ComfyUI's editor, which it converts. */
export async function readWorkflow(raw: Record<string, unknown>, image: Image): Promise<ReadWorkflow> {
  const { objectInfo } = image;
  if (!isEditorWorkflow(raw)) {
    const { graph, problems } = readExport(raw, objectInfo);
    return problems.length === 0
      ? { graph, problems: [] }
      : { graph: undefined, problems: findGraphProblems(raw, image, [], []) };
  }
  // Loaded by the first workflow in this format.
  const { convertWorkflow } = await import("@pegbar/comfyui/editor");
  const converted = convertWorkflow(raw, objectInfo);
  const conversion = { notices: converted.notices.map(pointToWorkflow) };
  const problems = converted.problems.map(pointToWorkflow);
  const { graph, problems: malformed } = readExport(converted.graph, objectInfo);
  const isEmpty = Object.keys(graph).length === 0 && problems.length > 0;
  if (isEmpty || malformed.length > 0)
    return { graph: undefined, conversion, problems: [...problems, ...malformed.map(pointToWorkflow)] };
  return { graph, conversion, problems };
}

/** Adds the problems of a converted graph to those of its conversion, each once, pointing to the workflow. */
export const addGraphProblems = (
  { conversion, problems }: Pick<ReadWorkflow, "conversion" | "problems">,
  found: readonly ProblemDetail[],
): ProblemDetail[] => {
  const known = new Set(problems.map(({ code, node }) => `${code} ${node}`));
  const added = found.filter(({ code, node }) => !known.has(`${code} ${node}`));
  return [...problems, ...(conversion ? added.map((problem) => ({ ...problem, pointer: "/graph" })) : added)];
};
