import { isFileInput, isPrefixInput, explainUnsafeFileName, explainUnsafePrefix } from "./file-inputs.ts";
import type { CustomNode } from "./custom-node.ts";
import { listEmbeddingNames, getModelKind } from "./model-inputs.ts";
import type { InputSpec, NodeSpec } from "./object-info.ts";
import { type GraphProblem, describeKind, quote } from "./problem.ts";

/** What a job may use. */
export interface GraphPolicy {
  /** Ids (`inp_…`) of the job's inputs, the only allowed values where a node reads a file. */
  readonly allowedFiles: ReadonlySet<string>;
  /** File names of the models cleared for the job's show. */
  readonly models: ReadonlySet<string>;
  /** The image's custom nodes. Their lock can forbid classes in addition to the platform. */
  readonly customNodes: readonly CustomNode[];
}

/** A problem of one input, without its node. */
export type InputProblem = Pick<GraphProblem, "code" | "message" | "remedy">;

const findFileProblem = (value: unknown, policy: GraphPolicy, input: InputSpec): InputProblem | undefined => {
  const remedy = "Upload the file as an input of the job and put the id of that input (inp_…) here.";
  if (value === "" && input.options["default"] === "") return undefined;
  if (typeof value !== "string")
    return { code: "unsafe_file_name", message: `A file name is expected, not ${describeKind(value)}.`, remedy };
  const unsafe = explainUnsafeFileName(value);
  if (unsafe) return { code: "unsafe_file_name", message: `The file name ${quote(value)} ${unsafe}.`, remedy };
  if (policy.allowedFiles.has(value)) return undefined;
  return { code: "unknown_input_file", message: `${quote(value)} is not an input of the job.`, remedy };
};

const modelRemedy = "Choose a model that is registered and cleared for this show, or ask an admin to clear it.";

const findModelProblem = (value: unknown, policy: GraphPolicy): InputProblem | undefined => {
  if (typeof value !== "string")
    return {
      code: "model_not_found",
      message: `A model's file name is expected, not ${describeKind(value)}.`,
      remedy: modelRemedy,
    };
  if (policy.models.has(value)) return undefined;
  return { code: "model_not_found", message: `The model ${quote(value)} is not available here.`, remedy: modelRemedy };
};

const findEmbeddingProblem = (text: string, policy: GraphPolicy): InputProblem | undefined => {
  const listFileNames = (name: string) => [name, `${name}.safetensors`, `${name}.pt`, `${name}.bin`];
  const missing = listEmbeddingNames(text).find((name) => !listFileNames(name).some((file) => policy.models.has(file)));
  if (missing === undefined) return undefined;
  return {
    code: "model_not_found",
    message: `The embedding ${quote(missing)} is not available here.`,
    remedy: modelRemedy,
  };
};

const findPrefixProblem = (value: unknown): InputProblem | undefined => {
  const remedy = "Use a name such as shot010/beauty: letters, digits, and slashes for folders.";
  if (typeof value !== "string")
    return {
      code: "unsafe_file_name",
      message: `A name to save under is expected, not ${describeKind(value)}.`,
      remedy,
    };
  const unsafe = explainUnsafePrefix(value);
  return unsafe ? { code: "unsafe_file_name", message: `The name ${quote(value)} ${unsafe}.`, remedy } : undefined;
};

const findNumberProblem = (value: unknown, input: InputSpec): InputProblem | undefined => {
  const whole = input.type === "INT";
  const expected = whole ? "a whole number" : "a number";
  if (typeof value !== "number" || !Number.isFinite(value) || (whole && !Number.isInteger(value)))
    return {
      code: "wrong_type",
      message: `${expected[0]?.toUpperCase()}${expected.slice(1)} is expected, not ${typeof value === "number" ? value : describeKind(value)}.`,
      remedy: `Put ${expected} here.`,
    };
  const { min, max } = input.options;
  const range = [typeof min === "number" ? `at least ${min}` : "", typeof max === "number" ? `at most ${max}` : ""];
  const remedy = `Put ${expected} of ${range.filter(Boolean).join(" and ")} here.`;
  if (typeof min === "number" && value < min)
    return { code: "below_minimum", message: `${value} is below the minimum of ${min}.`, remedy };
  if (typeof max === "number" && value > max)
    return { code: "above_maximum", message: `${value} is above the maximum of ${max}.`, remedy };
  return undefined;
};

const findChoiceProblem = (value: unknown, choices: readonly unknown[]): InputProblem | undefined => {
  if (choices.includes(value)) return undefined;
  const few = choices.length <= 40 && choices.every((c) => typeof c === "string" || typeof c === "number");
  return {
    code: "not_in_list",
    message: `${quote(value)} is not among the choices.`,
    remedy: few ? `Choose one of: ${choices.join(", ")}.` : "Choose one of the values that ComfyUI offers here.",
  };
};

const findPlainProblem = (value: unknown, input: InputSpec): InputProblem | undefined => {
  if (input.type === "INT" || input.type === "FLOAT") return findNumberProblem(value, input);
  if (input.type === "STRING" && typeof value !== "string")
    return {
      code: "wrong_type",
      message: `A text is expected, not ${describeKind(value)}.`,
      remedy: "Put a text here.",
    };
  if (input.type === "BOOLEAN" && typeof value !== "boolean")
    return {
      code: "wrong_type",
      message: `True or false is expected, not ${describeKind(value)}.`,
      remedy: "Put true or false here.",
    };
  if (!input.choices) return undefined;
  const many = Array.isArray(value) && input.options["multiselect"] === true;
  const chosen: unknown[] = many ? value : [value];
  return chosen.map((v) => findChoiceProblem(v, input.choices ?? [])).find((p) => p !== undefined);
};

/** The texts inside of a widget's value, which may name files although no input declares it. */
const listTexts = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(listTexts) : [];
};

const findWidgetProblem = (value: unknown): InputProblem | undefined => {
  const text = typeof value === "object" ? listTexts(value).find((t) => explainUnsafeFileName(t)) : undefined;
  if (text === undefined) return undefined;
  const message = `${quote(text)} inside this value ${explainUnsafeFileName(text) ?? "is unsafe"}, as a file name would.`;
  return { code: "unsafe_file_name", message, remedy: "Use a node that takes its file as an input of the job." };
};

/** Whether the graph must contain the value of an input: a link could pass any name, which is not checked. */
export const isGuarded = (spec: NodeSpec, input: InputSpec): boolean =>
  isFileInput(spec, input) || isPrefixInput(input) || getModelKind(spec, input) !== undefined;

/** Finds the problem of a value that is not a link (or of a link to a guarded input). */
export function findValueProblem(
  spec: NodeSpec,
  input: InputSpec,
  value: unknown,
  policy: GraphPolicy,
): InputProblem | undefined {
  if (isFileInput(spec, input)) return findFileProblem(value, policy, input);
  if (getModelKind(spec, input)) return findModelProblem(value, policy);
  if (isPrefixInput(input)) return findPrefixProblem(value);
  const plain = findPlainProblem(value, input) ?? findWidgetProblem(value);
  if (plain || typeof value !== "string" || input.type !== "STRING") return plain;
  return findEmbeddingProblem(value, policy);
}
