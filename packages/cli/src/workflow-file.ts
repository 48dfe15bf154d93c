import { stat } from "node:fs/promises";
import { PegbarError, type ProblemDetail } from "@pegbar/sdk";
import { readWorkflowPath } from "@pegbar/sdk/node";
import { MalformedFileError } from "@pegbar/sdk/workflow-file";
import type { Cli } from "./cli.ts";
import { CliError } from "./exit.ts";
import { describeReadError } from "./file-error.ts";
import { isGraph, type Graph } from "./graph.ts";

/** Files that may contain a workflow, by the ends of their names. */
const fileNames = /\.(json|png|webp|exr|mp4|m4v|mov|webm|mkv|flac|opus|ogg|mp3|latent|safetensors)$/i;

const EXPORT =
  "Choose a workflow that ComfyUI saved or exported as JSON, or a picture or video of ComfyUI that contains its workflow.";

export interface GraphOptions {
  /** Prefer the editor's workflow to the graph that ran, if a file contains both. */
  preferWorkflow?: boolean;
}

/** Reads a file's graph in API format, or its workflow in the editor's format. */
async function readFile(target: string, { preferWorkflow = false }: GraphOptions) {
  const found = await readWorkflowPath(target).catch((error: unknown) => {
    if (error instanceof SyntaxError) throw new CliError("usage", `${target} is not JSON: ${error.message}.`);
    if (error instanceof MalformedFileError)
      throw new CliError("usage", `Cannot read ${target}: ${error.message}`, EXPORT, { cause: error });
    throw describeReadError(error, target);
  });
  if (!found) throw new CliError("usage", `${target} is not a file of a known type.`, EXPORT);
  const { format, prompt, workflow } = found;
  if (prompt && isGraph(prompt) && !(preferWorkflow && workflow)) return { graph: prompt };
  if (workflow) return { workflow };
  if (format === "json") throw new CliError("usage", `${target} is not a ComfyUI graph.`, EXPORT);
  throw new CliError("usage", `${target} contains no workflow.`, EXPORT);
}

/**
 * Reads a graph from a file: JSON in either format of ComfyUI, or a picture, video or sound with its workflow. Undefined if
 * `target` is the name of a workflow and not of a file.
 */
export async function readGraph(cli: Cli, target: string, options: GraphOptions): Promise<Graph | undefined> {
  const isFile = await stat(target).then(
    (found) => found.isFile(),
    // A workflow's name is usually not a path. For a path to a file, the read below reports the reason.
    () => false,
  );
  return isFile || fileNames.test(target) ? readGraphFile(cli, target, options) : undefined;
}

/** The same for what is certainly a file. */
export async function readGraphFile(cli: Cli, file: string, options: GraphOptions): Promise<Graph> {
  const read = await readFile(file, options);
  if ("workflow" in read) return convert(cli, file, read.workflow);
  // Without nodes that no output uses, which may load files that only the artist's machine has.
  return convert(cli, file, read.graph).catch((error: unknown) => {
    if (error instanceof PegbarError && error.status === 403) return read.graph;
    throw error;
  });
}

/** Converts a workflow by the classes of the studio's image. */
async function convert(
  { client, out, signal }: Cli,
  target: string,
  workflow: Record<string, unknown>,
): Promise<Graph> {
  const { graph, conversion, problems } = await client().post("/v1/workflows/conversions", {
    body: { graph: workflow },
    signal,
  });
  for (const notice of conversion?.notices ?? []) out.note(describeDetail(notice));
  if (problems.length > 0)
    throw new CliError("refused", `${target} cannot run:`, undefined, { lines: problems.map(describeDetail) });
  return graph as Graph;
}

/** Where, what, and what to do: `Node 30:40 (Scale): …`. */
export function describeDetail({ node, title, classType, message, remedy }: ProblemDetail): string {
  const name = title ?? classType;
  const place = node === undefined ? "" : `Node ${node}${name === undefined ? "" : ` (${name})`}: `;
  return `${place}${message} ${remedy}`;
}
