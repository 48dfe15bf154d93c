import { check } from "@pegbar/comfyui";
import type { ProblemDetail } from "../../platform/error/index.ts";
import type { Image } from "../image/index.ts";

/** What keeps a graph from running, with pointers into `/graph`. */
export function findGraphProblems(
  graph: unknown,
  { objectInfo, customNodes }: Image,
  files: readonly string[],
  models: readonly string[],
): ProblemDetail[] {
  const problems = check(graph, objectInfo, { allowedFiles: new Set(files), models: new Set(models), customNodes });
  return problems.map(({ nodeId, ...rest }) => ({
    ...rest,
    ...(nodeId === undefined ? {} : { node: nodeId }),
    pointer: buildPointer(nodeId, rest.input),
  }));
}

function buildPointer(nodeId: string | undefined, input: string | undefined): string {
  const escape = (part: string) => part.replaceAll("~", "~0").replaceAll("/", "~1");
  if (nodeId === undefined) return "/graph";
  return input === undefined ? `/graph/${escape(nodeId)}` : `/graph/${escape(nodeId)}/inputs/${escape(input)}`;
}
