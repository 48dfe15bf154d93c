import { cycles, linkProblem, unlinkedProblem } from "./check-links.ts";
import { type GraphPolicy, type InputProblem, isGuarded, valueProblem } from "./check-values.ts";
import { inputSpecs } from "./dynamic-inputs.ts";
import { forbiddenReason } from "./forbidden.ts";
import { type Graph, type GraphNode, isRecord } from "./graph.ts";
import type { InputSpec, NodeSpec, ObjectInfo } from "./object-info.ts";
import { type GraphProblem, isModest, kind, limits, quote } from "./problem.ts";

const exportAgain = 'Export the graph again in ComfyUI with "Save (API format)".';

/** Types whose values stand in the graph; anything else comes through a link … */
const valueTypes = new Set(["INT", "FLOAT", "STRING", "BOOLEAN", "COMBO", "*"]);

const given = new WeakMap<ObjectInfo, ReadonlySet<string>>();

/** … unless no class gives it: then it is the value of some widget (a colour, a curve). */
function isLinkable(objectInfo: ObjectInfo, type: string): boolean {
  const known = given.get(objectInfo) ?? new Set([...objectInfo.values()].flatMap((s) => s.outputs.map((o) => o.type)));
  given.set(objectInfo, known);
  return known.has(type);
}

const takesValue = (objectInfo: ObjectInfo, input: InputSpec): boolean =>
  input.options["socketless"] === true ||
  input.type.split(",").some((type) => valueTypes.has(type) || !isLinkable(objectInfo, type));

/** Reads one node, or says why it is none. */
function readNode(nodeId: string, value: unknown): GraphNode | GraphProblem {
  const malformed = (message: string): GraphProblem => ({
    code: "malformed_node",
    nodeId: nodeId.slice(0, limits.name),
    message,
    remedy: exportAgain,
  });
  if (nodeId === "" || nodeId.length > limits.name || nodeId === "__proto__")
    return malformed("The node's id is unusable.");
  if (!isRecord(value)) return malformed(`A node is expected, not ${kind(value)}.`);
  const classType = Object.hasOwn(value, "class_type") ? value["class_type"] : undefined;
  if (classType === undefined || classType === null || classType === "")
    return { ...malformed("The node has no class_type."), code: "missing_class_type" };
  if (typeof classType !== "string" || classType.length > limits.name)
    return malformed("The node's class_type is no class name.");
  const inputs = Object.hasOwn(value, "inputs") ? value["inputs"] : undefined;
  if (!isRecord(inputs)) return malformed("The node's inputs are missing or no object.");
  const names = Object.keys(inputs);
  if (names.length > limits.inputsOfNode) return malformed(`The node has more than ${limits.inputsOfNode} inputs.`);
  if (names.some((n) => n.length > limits.name || n === "__proto__"))
    return malformed("The name of an input is unusable.");
  const huge = names.find((n) => !isModest(inputs[n]));
  if (huge !== undefined) return malformed(`The value of ${quote(huge)} is too long or too deep.`);
  const meta = isRecord(value["_meta"]) ? value["_meta"] : {};
  const title = typeof meta["title"] === "string" ? meta["title"].slice(0, limits.name) : undefined;
  return { class_type: classType, inputs, ...(title === undefined ? {} : { _meta: { title } }) };
}

/** Why the lock of the image's custom nodes refuses a class, if it does. */
const refusedReason = ({ classType }: NodeSpec, { customNodes }: GraphPolicy): string | undefined =>
  customNodes.map(({ refused }) => refused).find((refused) => Object.hasOwn(refused, classType))?.[classType];

function unknownRemedy({ customNodes }: GraphPolicy): string {
  const names = customNodes.map(({ name }) => name);
  const has = names.length === 0 ? "no custom nodes" : `the custom nodes ${names.join(", ")}`;
  return `Replace the node, or ask an operator for an image with it: this one has ${has}.`;
}

const isNode = (value: GraphNode | GraphProblem): value is GraphNode => "class_type" in value;

function inputProblem(
  graph: Graph,
  objectInfo: ObjectInfo,
  policy: GraphPolicy,
  spec: NodeSpec,
  input: InputSpec,
  value: unknown,
): InputProblem | undefined {
  if (isGuarded(spec, input)) return valueProblem(spec, input, value, policy);
  if (Array.isArray(value) && input.options["multiselect"] !== true)
    return linkProblem(graph, objectInfo, value, input);
  if (!takesValue(objectInfo, input)) return unlinkedProblem(value, input);
  return valueProblem(spec, input, value, policy);
}

function nodeProblems(
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
    const message = `There is no node class ${quote(node.class_type)} in this image.`;
    return [{ code: "unknown_node", ...about, message, remedy: unknownRemedy(policy) }];
  }
  const reason = forbiddenReason(spec) ?? refusedReason(spec, policy);
  if (reason) {
    const message = `Nodes of class ${quote(node.class_type)} may not run: it ${reason}.`;
    return [{ code: "forbidden_node", ...about, message, remedy: "Remove or replace the node." }];
  }
  const specs = inputSpecs(spec, node.inputs);
  const declared = specs.flatMap((input): GraphProblem[] => {
    if (!Object.hasOwn(node.inputs, input.name)) {
      if (input.group !== "required") return [];
      const message = `The input ${quote(input.name)} is missing.`;
      const remedy = takesValue(objectInfo, input) ? "Give it a value." : `Connect an output of type ${input.type}.`;
      return [{ code: "missing_input", ...about, input: input.name, message, remedy }];
    }
    const problem = inputProblem(graph, objectInfo, policy, spec, input, node.inputs[input.name]);
    return problem ? [{ ...about, input: input.name, ...problem }] : [];
  });
  // ComfyUI ignores values that a class does not declare, but follows their links.
  const names = new Set(specs.map((input) => input.name));
  const undeclared = Object.entries(node.inputs).flatMap(([name, value]): GraphProblem[] => {
    if (names.has(name) || !Array.isArray(value) || value.length !== 2) return [];
    const problem = linkProblem(graph, objectInfo, value, undefined);
    return problem && problem.code !== "wrong_type" ? [{ ...about, input: name, ...problem }] : [];
  });
  return [...declared, ...undeclared];
}

const cycleProblem = (graph: Graph, ids: string[]): GraphProblem => {
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
 * Checks a graph at submit: as ComfyUI would, and harder where ComfyUI trusts its user. Takes any JSON, never throws,
 * tells all problems (up to a hundred), and says nothing of what lies on the server.
 *
 * @example
 * const models = new Set(["sd15.safetensors"]);
 * const problems = check(graph, objectInfo, { allowedFiles: new Set(["inp_1"]), models, customNodes: [] });
 */
export function check(graph: unknown, objectInfo: ObjectInfo, policy: GraphPolicy): GraphProblem[] {
  if (!isRecord(graph))
    return [{ code: "malformed_node", message: `A graph is expected, not ${kind(graph)}.`, remedy: exportAgain }];
  const ids = Object.keys(graph);
  if (ids.length > limits.nodes) {
    const message = `The graph has ${ids.length} nodes, more than ${limits.nodes}.`;
    return [{ code: "too_many_nodes", message, remedy: "Split it into several workflows." }];
  }
  const read = ids.map((id) => [id, readNode(id, graph[id])] as const);
  const nodes: Graph = Object.fromEntries(read.flatMap(([id, node]) => (isNode(node) ? [[id, node]] : [])));
  const problems = read.flatMap(([id, node]) =>
    isNode(node) ? nodeProblems(nodes, objectInfo, policy, id, node) : [node],
  );
  problems.push(...cycles(nodes).map((cycle) => cycleProblem(nodes, cycle)));
  if (!Object.values(nodes).some((node) => objectInfo.get(node.class_type)?.outputNode))
    problems.push({
      code: "no_output_node",
      message: "The graph has no node that saves a result.",
      remedy: "Add a Save Image node (or another that saves) and connect it.",
    });
  return problems.slice(0, limits.problems);
}
