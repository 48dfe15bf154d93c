import { stat } from "node:fs/promises";
import type { components } from "@pegbar/sdk";
import { uploadPath } from "@pegbar/sdk/node";
import type { Cli } from "./cli.ts";
import { CliError } from "./exit.ts";
import { describeReadError } from "./file-error.ts";
import { listFilePlaces, findFile, setValue, type Graph } from "./graph.ts";
import { formatBytes } from "./output.ts";
import { checkShot, createInvalidShotError, isShot } from "./shot-filter.ts";
import { type GraphOptions, readGraph } from "./workflow-file.ts";
import { findNamed, parsePairs, parseValue, type Value } from "./values.ts";

type Form = components["schemas"]["Workflow"]["form"];

/** Options of `submit` that define the request. */
export interface RequestOptions extends GraphOptions {
  shot: string;
  param?: string[];
  input?: string[];
  label?: string[];
  lane?: string;
  priority?: number;
  class?: string;
  timeLimit?: number;
}

/** Builds the body of POST /v1/jobs. Checks all arguments before the first upload. */
export async function makeRequest(cli: Cli, target: string, options: RequestOptions): Promise<Record<string, unknown>> {
  if (!isShot(options.shot)) throw createInvalidShotError(options.shot);
  const common = {
    shot: options.shot,
    ...(options.lane === undefined ? {} : { lane: options.lane }),
    ...(options.priority === undefined ? {} : { priority: options.priority }),
    ...(options.label === undefined ? {} : { labels: Object.fromEntries(parsePairs(options.label, "--label")) }),
  };
  const graph = await readGraph(cli, target, options);
  return graph
    ? { ...common, ...(await buildGraphRequest(cli, target, graph, options)) }
    : { ...common, ...(await buildWorkflowRequest(cli, target, options)) };
}

async function buildWorkflowRequest(cli: Cli, target: string, { shot, param = [], input = [] }: RequestOptions) {
  const { form } = await cli
    .client()
    .get("/v1/workflows/{id}", { params: { path: { id: target } }, signal: cli.signal });
  const parameters: Record<string, Value> = {};
  for (const [name, text] of parsePairs(param, "-p"))
    parameters[name] = parseValue(findNamed(form.fields, name, "parameter"), text);
  const files = parsePairs(input, "-i");
  checkInputNames(form, files);
  const ids = await uploadAll(
    cli,
    shot,
    files.map(([, file]) => file),
  );
  return {
    workflow: target,
    parameters,
    inputs: Object.fromEntries(files.map(([name, file]) => [name, ids.get(file) ?? ""])),
  };
}

/** Throws unless each input of a form is given, and no other. */
export function checkInputNames({ inputs }: Form, given: readonly (readonly [name: string, file: string])[]): void {
  for (const [name] of given) findNamed(inputs, name, "input");
  const missing = inputs.find((one) => !given.some(([name]) => name === one.name));
  if (missing)
    throw new CliError(
      "usage",
      `The workflow needs the input "${missing.name}" (${missing.label}).`,
      `Add it: -i ${missing.name}=FILE`,
    );
}

async function buildGraphRequest(cli: Cli, target: string, graph: Graph, options: RequestOptions) {
  for (const [place, text] of parsePairs(options.param ?? [], "-p")) setValue(graph, place, text);
  const places = listFilePlaces(graph);
  const given = new Map(parsePairs(options.input ?? [], "-i"));
  const files = await Promise.all(places.map((place) => findFile(place, target, given)));
  for (const name of given.keys())
    if (!places.some((place) => place.node === name || place.names.includes(name)))
      throw new CliError(
        "usage",
        `No node ${name} of the graph loads a file.`,
        `Nodes that do: ${places.map(({ node }) => node).join(", ") || "none"}.`,
      );
  const ids = await uploadAll(cli, options.shot, files);
  for (const [index, { node, input }] of places.entries()) {
    const found = graph[node];
    if (found) found.inputs[input] = ids.get(files[index] ?? "");
  }
  return {
    graph,
    inputs: [...new Set(ids.values())],
    ...(options.class === undefined ? {} : { class: options.class }),
    ...(options.timeLimit === undefined ? {} : { timeLimitSeconds: options.timeLimit }),
  };
}

export const isInputId = (text: string): boolean => /^inp_[0-9A-Z]{26}$/.test(text);

/** Ids of inputs by the given file or id. Uploads nothing if the shot does not exist. */
export async function uploadAll(cli: Cli, shot: string, given: readonly string[]): Promise<Map<string, string>> {
  const files = [...new Set(given)].filter((one) => !isInputId(one));
  for (const file of files) await checkFile(file);
  if (files.length > 0) await checkShot(cli.client(), shot, cli.signal);
  const ids = new Map(given.filter(isInputId).map((id) => [id, id]));
  for (const file of files) ids.set(file, await upload(cli, file));
  return ids;
}

async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch((error: unknown) => {
    throw describeReadError(error, file);
  });
  if (!found.isFile()) throw new CliError("usage", `Cannot read ${file}: it is not a file.`);
}

async function upload({ out, client, signal }: Cli, file: string): Promise<string> {
  let sent = false;
  const input = await uploadPath(client(), file, {
    signal,
    onProgress: ({ phase }) => void (sent ||= phase === "sending"),
  }).catch((error: unknown) => {
    throw describeReadError(error, file);
  });
  out.note(`${file}: ${sent ? `uploaded, ${formatBytes(input.bytes)}` : "already uploaded"} (${input.id})`);
  for (const { message } of input.media?.warnings ?? []) out.note(`${file}: ${message}`);
  return input.id;
}
