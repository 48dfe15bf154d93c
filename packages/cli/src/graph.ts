import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { CliError } from "./exit.ts";

export interface Node {
  class_type: string;
  inputs: Record<string, unknown>;
  _meta?: { title?: string };
}
export type Graph = Record<string, Node>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads a graph as ComfyUI's "Save (API format)" writes it; undefined when `target` is no file but a workflow. */
export async function readGraph(target: string): Promise<Graph | undefined> {
  const there = await stat(target).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!there) {
    if (!/\.json$/i.test(target)) return undefined;
    throw new CliError("usage", `There is no file ${target}.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(await readFile(target, "utf8"));
  } catch (error) {
    throw new CliError("usage", `${target} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isObject(value) && Array.isArray(value["nodes"]) && Array.isArray(value["links"]))
    throw new CliError(
      "usage",
      `${target} is ComfyUI's editor format.`,
      'Export it with "Save (API format)" / "Export (API)" and submit that file.',
    );
  const isNode = (node: unknown) =>
    isObject(node) && typeof node["class_type"] === "string" && isObject(node["inputs"]);
  if (!isObject(value) || Object.keys(value).length === 0 || !Object.values(value).every(isNode))
    throw new CliError("usage", `${target} is no graph of ComfyUI.`, 'Export it with "Save (API format)".');
  return value as Graph;
}

/** A place in a graph that names a file. */
export interface FilePlace {
  node: string;
  input: string;
  name: string;
}

/** Where a graph loads files: the string inputs of LoadImage and its kin. */
export const filePlaces = (graph: Graph): FilePlace[] =>
  Object.entries(graph).flatMap(([node, { class_type, inputs }]) => {
    const name = inputs["image"];
    return /^LoadImage/.test(class_type) && typeof name === "string" ? [{ node, input: "image", name }] : [];
  });

/** Sets `NODE.INPUT` in a graph to a value; JSON where it is JSON, text otherwise. */
export function setValue(graph: Graph, place: string, text: string): void {
  const [id = "", input = ""] = place.split(".", 2);
  const node = graph[id];
  if (!node || !(input in node.inputs)) {
    const places = node
      ? Object.keys(node.inputs).map((name) => `${id}.${name}`)
      : Object.keys(graph).map((one) => `${one}.…`);
    throw new CliError("usage", `The graph has no value ${JSON.stringify(place)}.`, `It has: ${places.join(", ")}.`);
  }
  if (Array.isArray(node.inputs[input]))
    throw new CliError("usage", `${place} is linked to another node and has no value.`);
  node.inputs[input] = typeof node.inputs[input] === "string" ? text : json(text);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The file that a graph means: given by `-i`, beside the graph, or here. */
export async function locate(place: FilePlace, graphFile: string, given: ReadonlyMap<string, string>): Promise<string> {
  // ComfyUI marks the folder: "a.png [input]".
  const bare = place.name.replace(/ \[(input|output|temp)\]$/, "");
  const chosen = given.get(place.node) ?? given.get(place.name) ?? given.get(bare);
  const candidates = chosen === undefined ? [path.join(path.dirname(graphFile), bare), bare] : [chosen];
  for (const candidate of candidates) {
    if (/^inp_/.test(candidate)) return candidate;
    if (
      await stat(candidate).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return candidate;
  }
  throw new CliError(
    "usage",
    `Node ${place.node} loads ${JSON.stringify(place.name)}, which is not at ${candidates.join(" or ")}.`,
    `Say where it is: -i ${place.node}=FILE`,
  );
}
