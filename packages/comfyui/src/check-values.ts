import { isFileInput, isPrefixInput, explainUnsafeFileName, explainUnsafePrefix } from "./file-inputs.ts";
import type { CustomNode } from "./custom-node.ts";
import { getModelKind, isBuiltInModel, isModelName } from "./model-inputs.ts";
import { takesText } from "./link-type.ts";
import { listFileNames, listTextModels } from "./model-text.ts";
import { listTexts, unwrapValue } from "./graph.ts";
import type { InputSpec, NodeSpec } from "./object-info.ts";
import { isOwnInput } from "./own-validation.ts";
import { type GraphProblem, describeKind, quote } from "./problem.ts";
import { compareNumbers, isEqual, isNumeric, toExactBound, toFloat, toInt } from "./python.ts";

/** What a job may use. */
export interface GraphPolicy {
  /** Ids (`inp_…`) of the job's inputs, the only allowed values where a node reads a file. */
  readonly allowedFiles: ReadonlySet<string>;
  /** File names of the models cleared for the job's show. */
  readonly models: ReadonlySet<string>;
  /** The image's custom nodes. Their lock has the reviews of their classes. */
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

const findModelProblem = (value: unknown, policy: GraphPolicy, input: InputSpec): InputProblem | undefined => {
  if (isBuiltInModel(value, input)) return undefined;
  if (typeof value !== "string")
    return {
      code: "model_not_found",
      message: `A model's file name is expected, not ${describeKind(value)}.`,
      remedy: modelRemedy,
    };
  if (policy.models.has(value)) return undefined;
  return { code: "model_not_found", message: `The model ${quote(value)} is not available here.`, remedy: modelRemedy };
};

/** Models that a text names must be available. A LoRA in a text counts only if it is among the job's models. */
const findTextModelProblem = (text: string, policy: GraphPolicy): InputProblem | undefined => {
  const missing = listTextModels(text, { lora: false }).find(
    ({ name, kind }) => ![name, ...listFileNames(name, kind)].some((file) => policy.models.has(file)),
  );
  if (missing === undefined) return undefined;
  return {
    code: "model_not_found",
    message: `The ${missing.kind} ${quote(missing.name)} is not available here.`,
    remedy: modelRemedy,
  };
};

/** A saving node may have any prefix, because the worker replaces it by the attempt's own. */
const findPrefixProblem = (spec: NodeSpec, value: unknown): InputProblem | undefined => {
  if (spec.outputNode) return undefined;
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

/** A number as ComfyUI converts it: from a number, from its text, from true or false. */
const readNumber = (value: unknown, type: string): number | bigint | undefined => {
  const converted = type === "INT" ? toInt(value) : toFloat(value);
  const number = "value" in converted ? converted.value : undefined;
  return typeof number === "bigint" || (typeof number === "number" && Number.isFinite(number)) ? number : undefined;
};

/** A value as the node gets it: unwrapped, and for a number input converted from a text. Links stay. */
export function convertValue(value: unknown, { type }: Pick<InputSpec, "type">): unknown {
  if (Array.isArray(value)) return value;
  const plain = unwrapValue(value);
  const number = type === "INT" || type === "FLOAT" ? readNumber(plain, type) : undefined;
  return number === undefined ? plain : Number(number);
}

const findNumberProblem = (value: unknown, input: InputSpec): InputProblem | undefined => {
  const expected = input.type === "INT" ? "a whole number" : "a number";
  const number = readNumber(value, input.type);
  if (number === undefined)
    return {
      code: "wrong_type",
      message: `${expected[0]?.toUpperCase()}${expected.slice(1)} is expected, not ${describeKind(value)}.`,
      remedy: `Put ${expected} here.`,
    };
  const { min, max } = input.options;
  const [least, most] = [min, max].map((bound) => (typeof bound === "number" ? toExactBound(bound) : undefined));
  const range = [least === undefined ? "" : `at least ${least}`, most === undefined ? "" : `at most ${most}`];
  const remedy = `Put ${expected} of ${range.filter(Boolean).join(" and ")} here.`;
  if (typeof min === "number" && compareNumbers(number, min) < 0)
    return { code: "below_minimum", message: `${number} is below the minimum of ${least}.`, remedy };
  if (typeof max === "number" && compareNumbers(number, max) > 0)
    return { code: "above_maximum", message: `${number} is above the maximum of ${most}.`, remedy };
  return undefined;
};

const findChoiceProblem = (value: unknown, choices: readonly unknown[]): InputProblem | undefined => {
  if (choices.some((choice) => isEqual(choice, value))) return undefined;
  const isShort = choices.length <= 40 && choices.every((c) => typeof c === "string" || typeof c === "number");
  return {
    code: "not_in_list",
    message: `${quote(value)} is not among the choices.`,
    remedy: isShort ? `Choose one of: ${choices.join(", ")}.` : "Choose one of the values that ComfyUI offers here.",
  };
};

const findTextProblem = (value: unknown): InputProblem | undefined =>
  typeof value === "object"
    ? {
        code: "wrong_type",
        message: `A text is expected, not ${describeKind(value)}.`,
        remedy: "Put a text here.",
      }
    : undefined;

const findBooleanProblem = (value: unknown): InputProblem | undefined =>
  typeof value === "boolean" || typeof value === "number"
    ? undefined
    : {
        code: "wrong_type",
        message: `True or false is expected, not ${describeKind(value)}.`,
        remedy: "Put true or false here. ComfyUI would take any text as true.",
      };

/** Problems of a value that ComfyUI would find, or would only find when the node runs. */
const findPlainProblem = (spec: NodeSpec, value: unknown, input: InputSpec): InputProblem | undefined => {
  switch (input.type) {
    case "INT":
    case "FLOAT":
      return findNumberProblem(value, input);
    case "STRING":
      return findTextProblem(value);
    case "BOOLEAN":
      return findBooleanProblem(value);
    case "COMBO": {
      if (isOwnInput(spec, input)) return findTextProblem(value);
      const isList = Array.isArray(value) && input.options["multiselect"] === true;
      const chosen: unknown[] = isList ? value : [value];
      return chosen.map((one) => findChoiceProblem(one, input.choices ?? [])).find((problem) => problem !== undefined);
    }
    default:
      return findRangeProblem(value, input);
  }
};

/** A range on an input of several types: ComfyUI compares whatever is there, and raises an exception for a text. */
const findRangeProblem = (value: unknown, input: InputSpec): InputProblem | undefined =>
  typeof input.options["min"] === "number" || typeof input.options["max"] === "number"
    ? findNumberProblem(isNumeric(value) ? value : null, { ...input, type: "FLOAT" })
    : undefined;

/** Whether a text may name a file: it ends like one, or says in which of ComfyUI's folders it is. */
const isFileLike = (text: string): boolean => /\.[a-z0-9]{2,5}$|\[(input|output|temp)\]\s*$/i.test(text.trimEnd());

/** Finds a file name inside of a value, which a node may read although no input declares it. */
export const findHiddenFileProblem = (value: unknown): InputProblem | undefined => {
  const text = listTexts(value).find((one) => isFileLike(one) && !isModelName(one) && explainUnsafeFileName(one));
  if (text === undefined) return undefined;
  const message = `${quote(text)} inside this value ${explainUnsafeFileName(text) ?? "is unsafe"}, as a file name would.`;
  return { code: "unsafe_file_name", message, remedy: "Use a node that takes its file as an input of the job." };
};

const findWidgetProblem = (value: unknown): InputProblem | undefined =>
  typeof value === "object" ? findHiddenFileProblem(value) : undefined;

/** Whether the graph must contain the value of an input: a link could pass any name, which is not checked. */
export const isGuarded = (spec: NodeSpec, input: InputSpec): boolean =>
  isFileInput(spec, input) || isPrefixInput(input) || getModelKind(spec, input) !== undefined;

/** Finds the problem of a value that is not a link (or of a link to a guarded input). */
export function findValueProblem(
  spec: NodeSpec,
  input: InputSpec,
  written: unknown,
  policy: GraphPolicy,
): InputProblem | undefined {
  if (isFileInput(spec, input)) return findFileProblem(written, policy, input);
  const value = unwrapValue(written);
  if (getModelKind(spec, input)) return findModelProblem(value, policy, input);
  if (isPrefixInput(input)) return findPrefixProblem(spec, value);
  const plain = findPlainProblem(spec, value, input) ?? findWidgetProblem(value);
  if (plain || typeof value !== "string" || !takesText(input)) return plain;
  return findTextModelProblem(value, policy);
}
