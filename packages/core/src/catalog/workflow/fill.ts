import { loadFiles, type Graph, type ObjectInfo } from "@pegbar/comfyui";
import { quote } from "../../platform/error/limits.ts";
import type { ProblemDetail } from "../../platform/error/index.ts";
import type { JobInputs } from "../../schema/job.sql.ts";
import { createValueSchema, type Form } from "../../schema/form.ts";

export interface Filled {
  graph: Graph;
  /** The values of all fields, defaults included. */
  parameters: Record<string, string | number | boolean>;
}

/**
 * Puts a user's values into a copy of a workflow's graph, which shares the nodes without values. The value of an input is
 * its id; an input with several ids becomes one loading node per file.
 * Reports all problems together.
 */
export function fill(
  graph: Graph,
  form: Form,
  given: { parameters: Record<string, unknown>; inputs: JobInputs },
  objectInfo: ObjectInfo,
): Filled | { problems: ProblemDetail[] } {
  const problems: ProblemDetail[] = [...findUnknownNames(form, given)];
  // Copies only the nodes that change, so that the frames of a batch share the others.
  let filled = { ...graph };
  const parameters: Filled["parameters"] = {};
  const set = (node: string, input: string, value: unknown) => {
    const target = filled[node];
    if (target) filled[node] = { ...target, inputs: { ...target.inputs, [input]: value } };
  };
  for (const field of form.fields) {
    const value = Object.hasOwn(given.parameters, field.name) ? given.parameters[field.name] : undefined;
    const parsed = createValueSchema(field).safeParse(value ?? field.default);
    if (!parsed.success) {
      problems.push({
        code: "parameter_invalid",
        message: `${field.label}: ${parsed.error.issues.map((issue) => issue.message).join("; ")}`,
        remedy: `Send a value for ${JSON.stringify(field.name)} that fits: ${describe(field)}.`,
        pointer: `/parameters/${field.name}`,
        node: field.node,
        input: field.input,
      });
      continue;
    }
    parameters[field.name] = parsed.data;
    set(field.node, field.input, parsed.data);
  }
  for (const input of form.inputs) {
    const id = Object.hasOwn(given.inputs, input.name) ? given.inputs[input.name] : undefined;
    if (id === undefined) {
      problems.push({
        code: "input_missing",
        message: `${input.label} is missing`,
        remedy: `Upload a file and name its id as inputs.${input.name}.`,
        pointer: `/inputs/${input.name}`,
        node: input.node,
        input: input.input,
      });
      continue;
    }
    if (typeof id === "string") set(input.node, input.input, id);
    else filled = loadFiles(filled, { nodeId: input.node, input: input.input }, id, objectInfo);
  }
  return problems.length > 0 ? { problems } : { graph: filled, parameters };
}

function findUnknownNames(
  form: Form,
  given: { parameters: Record<string, unknown>; inputs: JobInputs },
): ProblemDetail[] {
  const listUnknown = (kind: "parameters" | "inputs", known: string[]) =>
    Object.keys(given[kind])
      .filter((name) => !known.includes(name))
      .map((name) => ({
        code: "name_unknown",
        message: `This workflow has no ${kind === "inputs" ? "input" : "parameter"} ${quote(name)}`,
        remedy: `Use one of: ${known.join(", ") || "none"}.`,
        pointer: `/${kind}/${name}`,
      }));
  return [
    ...listUnknown(
      "parameters",
      form.fields.map((field) => field.name),
    ),
    ...listUnknown(
      "inputs",
      form.inputs.map((input) => input.name),
    ),
  ];
}

function describe(field: Form["fields"][number]): string {
  if (field.type === "integer" || field.type === "number")
    return `${field.type} from ${field.minimum} to ${field.maximum}`;
  if (field.type === "choice") return `one of ${field.choices.join(", ")}`;
  if (field.type === "model")
    return `the file name of a ${field.kind}${field.choices ? ` among ${field.choices.join(", ")}` : ""}`;
  if (field.type === "string") return `text of at most ${field.maxLength} characters`;
  return "true or false";
}
