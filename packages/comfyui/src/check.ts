import { findCycles, findLinkProblem, createUnlinkedProblem } from "./check-links.ts";
import {
  type GraphPolicy,
  type InputProblem,
  convertValue,
  isGuarded,
  findHiddenFileProblem,
  findValueProblem,
} from "./check-values.ts";
import { listInputSpecs } from "./dynamic-inputs.ts";
import { isCustomClass } from "./inventory.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { KnownValues } from "./known/known-values.ts";
import { takesAnyType } from "./link-type.ts";
import type { InputSpec, NodeSpec, ObjectInfo } from "./object-info.ts";
import { type GraphProblem, limits, quote } from "./problem.ts";
import { readGraph } from "./read-graph.ts";
import { findLimitProblem, findSizeProblem } from "./review/find-limit-problem.ts";
import { findRefusal, findReview } from "./review/find-review.ts";
import { findRequeueRefusal } from "./review/requeuing-classes.ts";

/** Types whose values are in the graph; others come through a link … */
const valueTypes = new Set(["INT", "FLOAT", "STRING", "BOOLEAN", "COMBO", "*"]);

const given = new WeakMap<ObjectInfo, ReadonlySet<string>>();

/** … unless no class has them as an output: then it is the value of a widget (a colour, a curve). */
function isLinkable(objectInfo: ObjectInfo, type: string): boolean {
  const known = given.get(objectInfo) ?? new Set([...objectInfo.values()].flatMap((s) => s.outputs.map((o) => o.type)));
  given.set(objectInfo, known);
  return known.has(type);
}

const takesValue = (objectInfo: ObjectInfo, input: InputSpec): boolean =>
  input.options["socketless"] === true ||
  takesAnyType(input) ||
  input.type.split(",").some((type) => valueTypes.has(type) || !isLinkable(objectInfo, type));

function suggestRemedy({ customNodes }: GraphPolicy): string {
  const names = customNodes.map(({ name }) => name);
  const has = names.length === 0 ? "no custom nodes" : `the custom nodes ${names.join(", ")}`;
  return `Replace the node, or ask an operator for an image with it: this one has ${has}.`;
}

function findInputProblem(
  graph: Graph,
  objectInfo: ObjectInfo,
  policy: GraphPolicy,
  spec: NodeSpec,
  input: InputSpec,
  value: unknown,
): InputProblem | undefined {
  if (isGuarded(spec, input)) return findValueProblem(spec, input, value, policy);
  if (Array.isArray(value)) return findLinkProblem(graph, objectInfo, value, input);
  if (!takesValue(objectInfo, input)) return createUnlinkedProblem(value, input);
  return findValueProblem(spec, input, value, policy);
}

function findNodeProblems(
  graph: Graph,
  values: KnownValues,
  objectInfo: ObjectInfo,
  policy: GraphPolicy,
  nodeId: string,
  node: GraphNode,
): GraphProblem[] {
  const title = node._meta?.title;
  const about = { nodeId, classType: node.class_type, ...(title === undefined ? {} : { title }) };
  const requeuing = findRequeueRefusal(node.class_type);
  if (requeuing) return [{ ...about, ...requeuing }];
  const spec = objectInfo.get(node.class_type);
  if (!spec) {
    const message = `This image has no node class ${quote(node.class_type)}.`;
    return [{ code: "unknown_node", ...about, message, remedy: suggestRemedy(policy) }];
  }
  if (spec.malformed !== undefined) {
    const message = `Nodes of class ${quote(node.class_type)} cannot run: the image declares the class wrongly (${spec.malformed}).`;
    const remedy = "Replace the node, or ask an operator for an image with a newer version of its custom node.";
    return [{ code: "malformed_class", ...about, message, remedy }];
  }
  const refusal = findRefusal(spec, policy.customNodes);
  if (refusal) return [{ ...about, ...refusal }];
  const review = findReview(spec, policy.customNodes);
  const specs = listInputSpecs(spec, node.inputs);
  const declared = specs.flatMap((input): GraphProblem[] => {
    if (!Object.hasOwn(node.inputs, input.name)) {
      if (input.group !== "required") return [];
      const message = `The input ${quote(input.name)} is missing.`;
      const remedy = takesValue(objectInfo, input) ? "Give it a value." : `Connect an output of type ${input.type}.`;
      return [{ code: "missing_input", ...about, input: input.name, message, remedy }];
    }
    const value = node.inputs[input.name];
    const limit = review?.limits?.[input.name];
    const problem =
      findInputProblem(graph, objectInfo, policy, spec, input, value) ??
      (limit && findLimitProblem(limit, readKnown(values, value, input)));
    return problem ? [{ ...about, input: input.name, ...problem }] : [];
  });
  // ComfyUI ignores values that a class does not declare, but follows their links.
  const names = new Set(specs.map((input) => input.name));
  const undeclared = Object.entries(node.inputs).flatMap(([name, value]): GraphProblem[] => {
    if (names.has(name)) return [];
    if (!Array.isArray(value)) {
      const hidden = isCustomClass(spec) ? findHiddenFileProblem(value) : undefined;
      return hidden ? [{ ...about, input: name, ...hidden }] : [];
    }
    if (value.length !== 2) return [];
    const problem = findLinkProblem(graph, objectInfo, value, undefined);
    // Other lists are values; but true and false are numbers to Python, so that ComfyUI follows them as slots.
    const isValue = problem?.code === "wrong_type" && typeof value[1] !== "boolean";
    return problem && !isValue ? [{ ...about, input: name, ...problem }] : [];
  });
  const converted = Object.fromEntries(
    specs
      .filter(({ name }) => Object.hasOwn(node.inputs, name))
      .map((input) => [input.name, readKnown(values, node.inputs[input.name], input)]),
  );
  const size = review && findSizeProblem(review, converted);
  return [...declared, ...undeclared, ...(size ? [{ ...about, ...size }] : [])];
}

/** The value of an input as its class gets it, also if nodes compute it of values in the graph; otherwise the link. */
const readKnown = (values: KnownValues, value: unknown, input: InputSpec): unknown =>
  convertValue(values.read(value) ?? value, input);

const createCycleProblem = (graph: Graph, ids: string[]): GraphProblem => {
  const [nodeId = ""] = ids;
  const node = graph[nodeId];
  const shown = ids.length > 10 ? [...ids.slice(0, 10), "…"] : ids;
  return {
    code: "cycle",
    nodeId,
    ...(node ? { classType: node.class_type } : {}),
    ...(node?._meta?.title === undefined ? {} : { title: node._meta.title }),
    message: `The nodes ${shown.join(", ")} depend on each other in a circle.`,
    remedy: "Cut one of the links between them.",
  };
};

/**
 * Checks a graph at submit: by ComfyUI's rules, and more strictly where ComfyUI trusts its user. Accepts any JSON and
 * never throws. Reports all problems (up to a hundred), without revealing anything about the server.
 *
 * @example
 * const models = new Set(["sd15.safetensors"]);
 * const problems = check(graph, objectInfo, { allowedFiles: new Set(["inp_1"]), models, customNodes: [] });
 */
export function check(graph: unknown, objectInfo: ObjectInfo, policy: GraphPolicy): GraphProblem[] {
  const { graph: nodes, problems: malformed } = readGraph(graph);
  const values = new KnownValues(nodes);
  const problems = [
    ...Object.entries(nodes).flatMap(([id, node]) => findNodeProblems(nodes, values, objectInfo, policy, id, node)),
    ...malformed,
  ];
  // Not an object, or too large: no further checks are possible.
  if (malformed.some(({ nodeId }) => nodeId === undefined)) return problems;
  problems.push(...findCycles(nodes).map((cycle) => createCycleProblem(nodes, cycle)));
  if (!Object.values(nodes).some((node) => objectInfo.get(node.class_type)?.outputNode))
    problems.push({
      code: "no_output_node",
      message: "The graph has no node that saves a result.",
      remedy: "Add a Save Image node (or another that saves) and connect it.",
    });
  return problems.slice(0, limits.problems);
}

/**
 * Checks nodes whose values have changed, in a graph that {@link check} has accepted with the same object info. The changes
 * must not add or remove links.
 */
export function checkNodes(
  graph: Graph,
  nodeIds: Iterable<string>,
  objectInfo: ObjectInfo,
  policy: GraphPolicy,
): GraphProblem[] {
  const changed = Object.fromEntries([...nodeIds].flatMap((id) => (graph[id] ? [[id, graph[id]]] : [])));
  const { graph: nodes, problems: malformed } = readGraph(changed);
  const values = new KnownValues(graph);
  const problems = Object.entries(nodes).flatMap(([id, node]) =>
    findNodeProblems(graph, values, objectInfo, policy, id, node),
  );
  return [...problems, ...malformed].slice(0, limits.problems);
}
