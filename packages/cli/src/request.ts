import { uploadPath } from "@pegbar/sdk/node";
import type { Cli } from "./cli.ts";
import { CliError, noFile } from "./exit.ts";
import { filePlaces, locate, readGraph, setValue } from "./graph.ts";
import { size } from "./output.ts";
import { named, pairs, typed, type Value } from "./values.ts";

/** Options of `submit` that make the request. */
export interface RequestOptions {
  shot: string;
  param: string[];
  input: string[];
  lane?: string;
  priority?: number;
  class?: string;
  timeLimit?: number;
}

/** What POST /v1/jobs takes, its files uploaded. */
export async function makeRequest(cli: Cli, target: string, options: RequestOptions): Promise<Record<string, unknown>> {
  const common = {
    shot: options.shot,
    ...(options.lane === undefined ? {} : { lane: options.lane }),
    ...(options.priority === undefined ? {} : { priority: options.priority }),
  };
  const graph = await readGraph(target);
  return graph
    ? { ...common, ...(await ofGraph(cli, target, graph, options)) }
    : { ...common, ...(await ofWorkflow(cli, target, options)) };
}

async function ofWorkflow(cli: Cli, target: string, { param, input }: RequestOptions) {
  const { form } = await cli
    .client()
    .get("/v1/workflows/{id}", { params: { path: { id: target } }, signal: cli.signal });
  const parameters: Record<string, Value> = {};
  for (const [name, text] of pairs(param, "-p")) parameters[name] = typed(named(form.fields, name, "parameter"), text);
  const files = pairs(input, "-i");
  for (const [name] of files) named(form.inputs, name, "input");
  const missing = form.inputs.find(({ name }) => !files.some(([given]) => given === name));
  if (missing)
    throw new CliError(
      "usage",
      `The workflow needs the input "${missing.name}" (${missing.label}).`,
      `Give it: -i ${missing.name}=FILE`,
    );
  const inputs: Record<string, string> = {};
  for (const [name, file] of files) inputs[name] = await upload(cli, file);
  return { workflow: target, parameters, inputs };
}

async function ofGraph(
  cli: Cli,
  target: string,
  graph: NonNullable<Awaited<ReturnType<typeof readGraph>>>,
  options: RequestOptions,
) {
  for (const [place, text] of pairs(options.param, "-p")) setValue(graph, place, text);
  const given = new Map(pairs(options.input, "-i"));
  const places = filePlaces(graph);
  const files = await Promise.all(places.map((place) => locate(place, target, given)));
  const ids = new Map<string, string>();
  for (const file of new Set(files)) ids.set(file, await upload(cli, file));
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

/** The id of an input: of a file that is uploaded, or the id itself. */
async function upload({ out, client, signal }: Cli, file: string): Promise<string> {
  if (/^inp_[0-9A-Z]{26}$/.test(file)) return file;
  let sent = false;
  const input = await uploadPath(client(), file, {
    signal,
    onProgress: ({ phase }) => void (sent ||= phase === "sending"),
  }).catch((error: unknown) => {
    throw noFile(error, file);
  });
  out.note(`${file}: ${sent ? `uploaded, ${size(input.bytes)}` : "is here already"} (${input.id})`);
  return input.id;
}
