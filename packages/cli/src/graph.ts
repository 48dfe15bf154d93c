import { stat } from "node:fs/promises";
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

/** Whether a value is a graph in ComfyUI's API format. */
export const isGraph = (value: Record<string, unknown>): value is Graph =>
  Object.keys(value).length > 0 &&
  Object.values(value).every(
    (node) => isObject(node) && typeof node["class_type"] === "string" && isObject(node["inputs"]),
  );

/** An input of a graph's node that names a file. */
export interface FilePlace {
  node: string;
  input: string;
  name: string;
  /** The name in the graph, and without ComfyUI's suffix for its folder: `a.png [input]`, `a.png`. */
  names: readonly string[];
}

/** Inputs of a graph that load files: the string inputs of LoadImage, LoadImageMask and similar nodes. */
export const listFilePlaces = (graph: Graph): FilePlace[] =>
  Object.entries(graph).flatMap(([node, { class_type, inputs }]) => {
    const name = inputs["image"];
    if (!/^LoadImage/.test(class_type) || typeof name !== "string") return [];
    return [{ node, input: "image", name, names: [name, name.replace(/ \[(input|output|temp)\]$/, "")] }];
  });

/** Sets `NODE.INPUT` of a graph: as text if it is text, otherwise as JSON. */
export function setValue(graph: Graph, place: string, text: string): void {
  // Names of inputs may contain a point.
  const [, id = place, input = ""] = /^([^.]*)\.(.*)$/.exec(place) ?? [];
  const node = graph[id];
  if (!node || !Object.hasOwn(node.inputs, input)) {
    const places = node
      ? Object.keys(node.inputs).map((name) => `${id}.${name}`)
      : Object.keys(graph).map((one) => `${one}.…`);
    throw new CliError("usage", `The graph has no input ${JSON.stringify(place)}.`, `It has: ${places.join(", ")}.`);
  }
  if (Array.isArray(node.inputs[input]))
    throw new CliError("usage", `Cannot set ${place}: it is linked to another node.`);
  node.inputs[input] = typeof node.inputs[input] === "string" ? text : parseJson(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: a text without quotes.
    return text;
  }
}

/** The file or input id for an input of a graph: given with `-i`, next to the graph, or in this folder. */
export async function findFile(
  { node, name, names }: FilePlace,
  graphFile: string,
  given: ReadonlyMap<string, string>,
): Promise<string> {
  const chosen = [node, ...names].map((key) => given.get(key)).find((file) => file !== undefined);
  if (chosen !== undefined) return chosen;
  const bare = names.at(-1) ?? name;
  const candidates = [...new Set([path.join(path.dirname(graphFile), bare), bare])];
  for (const candidate of candidates) {
    if (/^inp_/.test(bare)) return bare;
    // The error below lists every path that was tried.
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isFile()) return candidate;
  }
  throw new CliError(
    "usage",
    `Node ${node} loads ${JSON.stringify(name)}, which is not at ${candidates.join(" or ")}.`,
    `Give its path: -i ${node}=FILE`,
  );
}
