import type { Proposal } from "./draft.ts";

type Problem = Proposal["problems"][number];
export interface NeededClass {
  classType: string;
  count: number;
  /** Why its nodes cannot run, each reason once. */
  problems: Problem[];
}

/** The node classes of a graph by name, those with problems first; and the problems that no node of the graph has. */
export function listNeededClasses({ graph, problems }: Pick<Proposal, "graph" | "problems">) {
  const classes = new Map<string, NeededClass>();
  const nodes = Object.entries(graph as Readonly<Record<string, { class_type?: string }>>);
  for (const [, { class_type: classType = "" }] of nodes) {
    const one = classes.get(classType) ?? { classType, count: 0, problems: [] };
    one.count++;
    classes.set(classType, one);
  }
  const others: Problem[] = [];
  for (const problem of problems) {
    const node = nodes.find(([id]) => id === problem.node);
    const found = classes.get(problem.classType ?? node?.[1].class_type ?? "");
    if (!found) others.push(problem);
    else if (!found.problems.some(({ message }) => message === problem.message)) found.problems.push(problem);
  }
  const sorted = [...classes.values()].toSorted(
    (a, b) => Number(b.problems.length > 0) - Number(a.problems.length > 0) || a.classType.localeCompare(b.classType),
  );
  return { classes: sorted, others };
}
