import { check, checkNodes, type Graph, type GraphProblem } from "@pegbar/comfyui";
import type { ProblemDetail } from "../../platform/error/index.ts";
import type { Image } from "../image/index.ts";

/** Reasons why a graph cannot run, with pointers into `/graph`. */
export function findGraphProblems(
  graph: unknown,
  { objectInfo, customNodes }: Image,
  files: readonly string[],
  models: readonly string[],
): ProblemDetail[] {
  const problems = check(graph, objectInfo, { allowedFiles: new Set(files), models: new Set(models), customNodes });
  return problems.map(addPointer);
}

/** Maximum number of published versions that are remembered as accepted. */
const MAX_ACCEPTED = 1000;
/** For each image: ids of the workflow versions whose graphs were accepted with it. */
const accepted = new WeakMap<Image["objectInfo"], Set<string>>();

/**
 * Checks the graph of a published version with a user's values: the whole graph once per version and image, then only
 * the nodes that the form changes.
 * @param changedNodes ids of the nodes with a value of the form
 */
export function findFilledProblems(
  versionId: string,
  graph: Graph,
  changedNodes: readonly string[],
  image: Image,
  files: readonly string[],
  models: readonly string[],
): ProblemDetail[] {
  const { objectInfo, customNodes } = image;
  const versions = accepted.get(objectInfo) ?? new Set<string>();
  accepted.set(objectInfo, versions);
  if (versions.has(versionId)) {
    const policy = { allowedFiles: new Set(files), models: new Set(models), customNodes };
    return checkNodes(graph, new Set(changedNodes), objectInfo, policy).map(addPointer);
  }
  const problems = findGraphProblems(graph, image, files, models);
  if (problems.length === 0) {
    if (versions.size >= MAX_ACCEPTED) versions.clear();
    versions.add(versionId);
  }
  return problems;
}

const addPointer = ({ nodeId, ...rest }: GraphProblem): ProblemDetail => ({
  ...rest,
  ...(nodeId === undefined ? {} : { node: nodeId }),
  pointer: buildPointer(nodeId, rest.input),
});

function buildPointer(nodeId: string | undefined, input: string | undefined): string {
  const escape = (part: string) => part.replaceAll("~", "~0").replaceAll("/", "~1");
  if (nodeId === undefined) return "/graph";
  return input === undefined ? `/graph/${escape(nodeId)}` : `/graph/${escape(nodeId)}/inputs/${escape(input)}`;
}
