import type { Graph, WireError, WireNodeErrors } from "@pegbar/comfyui";
import { PegbarError, type ProblemDetail } from "@pegbar/sdk";
import { CliError } from "../exit.ts";

/** The body of ComfyUI's answer to a prompt that it does not run. */
export interface RefusalBody {
  readonly error: WireError;
  readonly node_errors: WireNodeErrors;
}

export const createRefusalBody = (
  type: string,
  message: string,
  details: string,
  node_errors: WireNodeErrors = {},
  extra_info: Record<string, unknown> = {},
): RefusalBody => ({ error: { type, message, details, extra_info }, node_errors });

/** Pegbar's codes of a graph's problems, and the types of errors by which ComfyUI's clients know them. */
const types: Readonly<Record<string, string>> = {
  missing_input: "required_input_missing",
  wrong_type: "invalid_input_type",
  below_minimum: "value_smaller_than_min",
  above_maximum: "value_bigger_than_max",
  not_in_list: "value_not_in_list",
  link_type_mismatch: "return_type_mismatch",
  dangling_link: "exception_during_validation",
  bad_output_index: "exception_during_validation",
  cycle: "dependency_cycle",
  model_not_found: "value_not_in_list",
  model_not_registered: "value_not_in_list",
  model_not_ready: "value_not_in_list",
  model_revoked: "value_not_in_list",
  model_not_cleared: "value_not_in_list",
};

const toSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
const toText = ({ message, remedy }: ProblemDetail): string => `${toSentence(message)} ${remedy}`.trim();

/** Adds the outputs that depend on each node, which clients show. */
function toNodeErrors(problems: readonly ProblemDetail[], graph: Graph, outputs: readonly string[]): WireNodeErrors {
  const errors: WireNodeErrors = {};
  for (const problem of problems) {
    const { node, code, input } = problem;
    if (node === undefined || !Object.hasOwn(graph, node)) continue;
    const entry = (errors[node] ??= {
      errors: [],
      dependent_outputs: [...outputs],
      class_type: graph[node]?.class_type ?? problem.classType ?? "",
    });
    entry.errors.push({
      type: types[code] ?? "custom_validation_failed",
      message: toSentence(problem.message),
      details: problem.remedy,
      extra_info: { pegbar_code: code, ...(input === undefined ? {} : { input_name: input }) },
    });
  }
  return errors;
}

/** Pegbar does not take a file that a node of the graph names. */
export class FileRefused extends Error {
  readonly nodeId: string;
  readonly input: string;

  constructor(nodeId: string, input: string, name: string, cause: PegbarError) {
    const isType = cause.errors.some(({ pointer }) => pointer?.endsWith("/contentType"));
    const reason = isType ? "it is not a picture, video, sound or 3D model of a type that Pegbar takes" : cause.message;
    super(`Pegbar refused ${name}: ${reason.replace(/\.$/, "")}.`, { cause });
    this.name = "FileRefused";
    this.nodeId = nodeId;
    this.input = input;
  }
}

/** In the form in which ComfyUI refuses a file that it cannot find. */
const describeFileRefusal = (
  { nodeId, input, message }: FileRefused,
  graph: Graph,
  outputs: readonly string[],
): RefusalBody => {
  const details = "Upload the file again in another format, such as PNG, or choose another one.";
  const error = { type: "custom_validation_failed", message, details, extra_info: { input_name: input } };
  const classType = graph[nodeId]?.class_type ?? "";
  return createRefusalBody("prompt_outputs_failed_validation", message, details, {
    [nodeId]: { errors: [error], dependent_outputs: [...outputs], class_type: classType },
  });
};

/** ComfyUI's answer for an error of Pegbar: what happened, why, and what to do. */
export function describeRefusal(
  error: unknown,
  graph: Graph,
  outputs: readonly string[],
): { status: 400 | 503; body: RefusalBody } {
  if (error instanceof CliError)
    return {
      status: 400,
      body: createRefusalBody("pegbar_sign_in_required", error.message, error.hint ?? "Sign in: pegbar login"),
    };
  if (error instanceof FileRefused) return { status: 400, body: describeFileRefusal(error, graph, outputs) };
  if (!(error instanceof PegbarError)) throw error;
  const { code, message, errors, quota = [], status, requestId } = error;
  const extra = { pegbar_code: code, ...(requestId === undefined ? {} : { request_id: requestId }) };
  if (status === 401)
    return {
      status: 400,
      body: createRefusalBody("pegbar_sign_in_required", message, "Sign in again: pegbar login", {}, extra),
    };
  if (status === 0 || status >= 500 || status === 429)
    return {
      status: 503,
      body: createRefusalBody(
        "pegbar_unavailable",
        `Pegbar cannot take the prompt now: ${message}`,
        "Check the network, then queue the prompt again. With the same prompt_id it runs only once.",
        {},
        extra,
      ),
    };
  const nodeErrors = toNodeErrors(errors, graph, outputs);
  const lines = [
    ...errors.map(toText),
    ...quota.map(
      ({ scope, meter, limit, used, reserved, needed }) =>
        `${meter} of the ${scope}: limit ${limit}, used ${used}, reserved ${reserved}, needed ${needed}.`,
    ),
  ];
  const type = Object.keys(nodeErrors).length > 0 ? "prompt_outputs_failed_validation" : code;
  return { status: 400, body: createRefusalBody(type, toSentence(message), lines.join("\n"), nodeErrors, extra) };
}
