import { type Graph, type GraphNode, isRecord } from "./graph.ts";
import { type GraphProblem, isModest, describeKind, limits, quote } from "./problem.ts";

const exportAgain = 'Save the workflow again in ComfyUI, or export it with "Export (API)".';

/** Reads one node. Ignores any `_meta` except a title that is a string, as ComfyUI does. */
function readNode(nodeId: string, value: unknown): GraphNode | GraphProblem {
  const createProblem = (message: string): GraphProblem => ({
    code: "malformed_node",
    nodeId: nodeId.slice(0, limits.name),
    message,
    remedy: exportAgain,
  });
  if (nodeId === "" || nodeId.length > limits.name || nodeId === "__proto__")
    return createProblem("The node's id is unusable.");
  if (!isRecord(value)) return createProblem(`A node is expected, not ${describeKind(value)}.`);
  const classType = Object.hasOwn(value, "class_type") ? value["class_type"] : undefined;
  if (classType === undefined || classType === null || classType === "")
    return { ...createProblem("The node has no class_type."), code: "missing_class_type" };
  if (typeof classType !== "string" || classType.length > limits.name)
    return createProblem("The node's class_type is not a class name.");
  const inputs = Object.hasOwn(value, "inputs") ? value["inputs"] : undefined;
  if (!isRecord(inputs)) return createProblem("The node's inputs are missing or no object.");
  const names = Object.keys(inputs);
  if (names.length > limits.inputsOfNode) return createProblem(`The node has more than ${limits.inputsOfNode} inputs.`);
  if (names.some((n) => n.length > limits.name || n === "__proto__"))
    return createProblem("The name of an input is unusable.");
  const huge = names.find((n) => !isModest(inputs[n]));
  if (huge !== undefined) return createProblem(`The value of ${quote(huge)} is too long or too deep.`);
  const meta = isRecord(value["_meta"]) ? value["_meta"] : {};
  const title = typeof meta["title"] === "string" ? meta["title"].slice(0, limits.name) : undefined;
  return { class_type: classType, inputs, ...(title === undefined ? {} : { _meta: { title } }) };
}

const isNode = (value: GraphNode | GraphProblem): value is GraphNode => "class_type" in value;

/**
 * Reads any JSON value as a graph in API format. The only reader of untrusted graphs: what it accepts needs no second
 * schema, and what it rejects has at least one problem.
 *
 * @returns the nodes that can be read, and a problem for each one that cannot
 * @example const { graph, problems } = readGraph(JSON.parse(text));
 */
export function readGraph(value: unknown): { graph: Graph; problems: GraphProblem[] } {
  if (!isRecord(value)) {
    const message = `A graph is expected, not ${describeKind(value)}.`;
    return { graph: {}, problems: [{ code: "malformed_node", message, remedy: exportAgain }] };
  }
  const ids = Object.keys(value);
  if (ids.length > limits.nodes) {
    const message = `The graph has ${ids.length} nodes, more than ${limits.nodes}.`;
    return { graph: {}, problems: [{ code: "too_many_nodes", message, remedy: "Split it into several workflows." }] };
  }
  const read = ids.map((id) => [id, readNode(id, value[id])] as const);
  return {
    graph: Object.fromEntries(read.flatMap(([id, node]) => (isNode(node) ? [[id, node]] : []))),
    problems: read.flatMap(([, node]) => (isNode(node) ? [] : [node])),
  };
}
