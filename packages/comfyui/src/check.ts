import { findCycles, findLinkProblem, createUnlinkedProblem } from "./check-links.ts";
import { type GraphPolicy, type InputProblem, isGuarded, findValueProblem } from "./check-values.ts";
import { listInputSpecs } from "./dynamic-inputs.ts";
import { explainForbidden } from "./forbidden.ts";
import type { Graph, GraphNode } from "./graph.ts";
import type { InputSpec, NodeSpec, ObjectInfo } from "./object-info.ts";
import { type GraphProblem, limits, quote } from "./problem.ts";
import { readGraph } from "./read-graph.ts";

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
  input.type.split(",").some((type) => valueTypes.has(type) || !isLinkable(objectInfo, type));

/** Explains why the lock of the image's custom nodes forbids a class, if it does. */
const explainRefusal = ({ classType }: NodeSpec, { customNodes }: GraphPolicy): string | undefined =>
  customNodes.map(({ refused }) => refused).find((refused) => Object.hasOwn(refused, classType))?.[classType];

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
  if (Array.isArray(value) && input.options["multiselect"] !== true)
    return findLinkProblem(graph, objectInfo, value, input);
  if (!takesValue(objectInfo, input)) return createUnlinkedProblem(value, input);
  return findValueProblem(spec, input, value, policy);
}

function findNodeProblems(
  graph: Graph,
  objectInfo: ObjectInfo,
  policy: GraphPolicy,
  nodeId: string,
  node: GraphNode,
): GraphProblem[] {
  const title = node._meta?.title;
  const about = { nodeId, classType: node.class_type, ...(title === undefined ? {} : { title }) };
  const spec = objectInfo.get(node.class_type);
  if (!spec) {
    const message = `This image has no node class ${quote(node.class_type)}.`;
    return [{ code: "unknown_node", ...about, message, remedy: suggestRemedy(policy) }];
  }
  const reason = explainForbidden(spec) ?? explainRefusal(spec, policy);
  if (reason) {
    const message = `Nodes of class ${quote(node.class_type)} may not run: it ${reason}.`;
    return [{ code: "forbidden_node", ...about, message, remedy: "Remove or replace the node." }];
  }
  const specs = listInputSpecs(spec, node.inputs);
  const declared = specs.flatMap((input): GraphProblem[] => {
    if (!Object.hasOwn(node.inputs, input.name)) {
      if (input.group !== "required") return [];
      const message = `The input ${quote(input.name)} is missing.`;
      const remedy = takesValue(objectInfo, input) ? "Give it a value." : `Connect an output of type ${input.type}.`;
      return [{ code: "missing_input", ...about, input: input.name, message, remedy }];
    }
    const problem = findInputProblem(graph, objectInfo, policy, spec, input, node.inputs[input.name]);
    return problem ? [{ ...about, input: input.name, ...problem }] : [];
  });
  // ComfyUI ignores values that a class does not declare, but follows their links.
  const names = new Set(specs.map((input) => input.name));
  const undeclared = Object.entries(node.inputs).flatMap(([name, value]): GraphProblem[] => {
    if (names.has(name) || !Array.isArray(value) || value.length !== 2) return [];
    const problem = findLinkProblem(graph, objectInfo, value, undefined);
    return problem && problem.code !== "wrong_type" ? [{ ...about, input: name, ...problem }] : [];
  });
  return [...declared, ...undeclared];
}

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
  const problems = [
    ...Object.entries(nodes).flatMap(([id, node]) => findNodeProblems(nodes, objectInfo, policy, id, node)),
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
  const problems = Object.entries(nodes).flatMap(([id, node]) => findNodeProblems(graph, objectInfo, policy, id, node));
  return [...problems, ...malformed].slice(0, limits.problems);
}
