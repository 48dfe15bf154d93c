import type { GraphProblem, GraphProblemCode } from "../problem.ts";
import { limits, quote } from "../problem.ts";
import type { EditorNode } from "./model.ts";

/** Collects what the user needs to know about a converted workflow. */
export interface WorkflowReport {
  /** What makes the workflow unusable. */
  readonly problems: GraphProblem[];
  /** What differs from the workflow as it was saved, or from what the editor would send. */
  readonly notices: GraphProblem[];
  addProblem(code: GraphProblemCode, node: EditorNode | undefined, message: string, remedy: string): void;
  addNotice(code: GraphProblemCode, node: EditorNode | undefined, message: string, remedy: string): void;
  addSurplus(node: EditorNode, values: readonly unknown[]): void;
}

const describeNode = (node: EditorNode | undefined): Pick<GraphProblem, "nodeId" | "classType" | "title"> =>
  node === undefined
    ? {}
    : {
        nodeId: node.id.slice(0, limits.name),
        classType: node.type.slice(0, limits.name),
        title: node.title.slice(0, limits.name),
      };

export function createReport(): WorkflowReport {
  const [problems, notices]: [GraphProblem[], GraphProblem[]] = [[], []];
  const add = (list: GraphProblem[]): WorkflowReport["addProblem"] => {
    return (code, node, message, remedy) => {
      if (list.length < limits.problems) list.push({ code, ...describeNode(node), message, remedy });
    };
  };
  const addNotice = add(notices);
  return {
    problems,
    notices,
    addProblem: add(problems),
    addNotice,
    addSurplus: (node, values) => {
      const meaningful = values.filter((value) => value !== null && value !== "");
      if (meaningful.length === 0) return;
      const shown = meaningful.slice(0, 3).map(quote).join(", ");
      const more = meaningful.length > 3 ? ` and ${meaningful.length - 3} more` : "";
      addNotice(
        "unused_value",
        node,
        `The node saves ${shown}${more}, but this image's class has no field for it.`,
        "Check the node's settings: the workflow was saved with another version of this class.",
      );
    },
  };
}
