import { type Graph, isRecord, unwrapValue } from "./graph.ts";
import { listInputSpecs } from "./dynamic-inputs.ts";
import { canLink } from "./link-type.ts";
import type { InputSpec, NodeSpec, ObjectInfo } from "./object-info.ts";
import { getOwnValidation, isOwnInput } from "./own-validation.ts";
import {
  type Converted,
  compareNumbers,
  formatRepr,
  formatStr,
  getTypeName,
  isEqual,
  isNumeric,
  toBool,
  toFloat,
  toInt,
} from "./python.ts";

/** One error of a node, as ComfyUI sends it. */
export interface WireError {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
}

/** Errors by node id, as ComfyUI sends them. */
export type WireNodeErrors = Record<string, { errors: WireError[]; dependent_outputs: string[]; class_type: string }>;

/** How ComfyUI answers a graph. */
export type Validation =
  /** 200: these outputs run, and `nodeErrors` names those that were dropped. Numbers in `graph` are converted. */
  | {
      readonly result: "accepted";
      readonly graph: Graph;
      readonly outputs: string[];
      readonly nodeErrors: WireNodeErrors;
    }
  /** 400 with this body. */
  | { readonly result: "refused"; readonly body: { error: WireError; node_errors: WireNodeErrors } }
  /** 500 in plain text, because the server raises an exception. */
  | { readonly result: "raised" };

export interface ValidateOptions {
  /** Whether there is a file in the input folder; by default there is any. */
  readonly fileExists?: (name: string) => boolean;
  /** Whether the nodes of a cycle are named (by default), or invalid without an error, as in 0.18. */
  readonly namesCycles?: boolean;
}

type Verdict = { valid: boolean; errors: WireError[] };
interface Context {
  readonly prompt: Readonly<Record<string, unknown>>;
  readonly graph: Graph;
  readonly objectInfo: ObjectInfo;
  readonly options: ValidateOptions;
  readonly verdicts: Map<string, Verdict>;
  readonly stack: Set<string>;
}

/** An exception that Python raises during the validation of a node. */
class Raised extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const where = ["  In the validation of a graph\n"];
const createError = (type: string, message: string, details: string, extra: Record<string, unknown>): WireError => ({
  type,
  message,
  details,
  extra_info: extra,
});

const converters: Readonly<Record<string, (value: unknown) => Converted>> = {
  INT: toInt,
  FLOAT: toFloat,
  STRING: (value) => ({ value: formatStr(value) }),
  BOOLEAN: toBool,
};

const longList = 20;

function findValueErrors(spec: NodeSpec, input: InputSpec, inputs: Record<string, unknown>): WireError[] {
  const about = { input_name: input.name, input_config: input.raw };
  let value = unwrapValue(inputs[input.name]);
  const converted = Object.hasOwn(converters, input.type) ? converters[input.type]?.(value) : undefined;
  if (converted && "error" in converted) {
    const details = `${input.name}, ${formatStr(value)}, ${converted.error}`;
    const extra = { ...about, received_value: value, exception_message: converted.error };
    return [
      createError("invalid_input_type", `Failed to convert an input value to a ${input.type} value`, details, extra),
    ];
  }
  if (converted) value = converted.value;
  // JSON has no integers of this size; ComfyUI has.
  inputs[input.name] = typeof value === "bigint" ? String(value) : value;
  if (isOwnInput(spec, input)) return [];
  const { min, max } = input.options;
  const extra = { ...about, received_value: value };
  if ((typeof min === "number" || typeof max === "number") && !isNumeric(value))
    throw new Raised("TypeError", `'<' not supported between instances of '${getTypeName(value)}' and 'int'`);
  if (typeof min === "number" && isNumeric(value) && compareNumbers(value, min) < 0)
    return [
      createError("value_smaller_than_min", `Value ${formatStr(value)} smaller than min of ${min}`, input.name, extra),
    ];
  if (typeof max === "number" && isNumeric(value) && compareNumbers(value, max) > 0)
    return [
      createError("value_bigger_than_max", `Value ${formatStr(value)} bigger than max of ${max}`, input.name, extra),
    ];
  if (input.type !== "COMBO" || input.isDynamic) return [];
  const choices = input.choices ?? [];
  const chosen: unknown[] = Array.isArray(value) && input.options["multiselect"] === true ? value : [value];
  const wrong = chosen.filter((one) => !choices.some((choice) => isEqual(choice, one)));
  if (wrong.length === 0) return [];
  const long = choices.length > longList;
  const list = long ? `(list of length ${choices.length})` : formatRepr(choices);
  return [
    createError(
      "value_not_in_list",
      "Value not in list",
      `${input.name}: ${wrong.map(formatRepr).join(", ")} not in ${list}`,
      {
        ...extra,
        input_config: long ? null : input.raw,
      },
    ),
  ];
}

/** The errors of the class's own check. */
function findOwnErrors(context: Context, spec: NodeSpec, inputs: Readonly<Record<string, unknown>>): WireError[] {
  const own = getOwnValidation(spec);
  if (!own) return [];
  const declared = listInputSpecs(spec, inputs).filter((input) => isOwnInput(spec, input));
  const present = declared.filter(({ name }) => Object.hasOwn(inputs, name)).map(({ name }) => name);
  const missing = own.needed?.find((name) => !present.includes(name));
  if (missing !== undefined) throw new Raised("TypeError", `missing 1 required positional argument: '${missing}'`);
  const given = Object.fromEntries(present.map((name) => [name, Array.isArray(inputs[name]) ? null : inputs[name]]));
  const { text: textual = "" } = own;
  if (Object.hasOwn(given, textual) && typeof given[textual] !== "string")
    throw new Raised("AttributeError", `'${getTypeName(given[textual])}' object has no attribute 'endswith'`);
  const text = own.explain?.(given, (name) => context.options.fileExists?.(name) ?? true);
  if (text === undefined) return [];
  return present.map((name) =>
    createError("custom_validation_failed", "Custom validation failed for node", `${name} - ${text}`, {
      input_name: name,
    }),
  );
}

function getLinkedType(context: Context, link: readonly unknown[]): string {
  const [from, slot] = link;
  const index = typeof slot === "boolean" ? Number(slot) : slot;
  const source = typeof from === "string" && Object.hasOwn(context.prompt, from) ? context.prompt[from] : undefined;
  if (!isRecord(source)) throw new Raised("KeyError", formatRepr(from));
  const outputs = context.objectInfo.get(formatStr(source["class_type"]))?.outputs ?? [];
  if (typeof index !== "number" || !Number.isInteger(index))
    throw new Raised("TypeError", "list indices must be integers or slices");
  const output = outputs.at(index);
  if (!output || index < -outputs.length) throw new Raised("IndexError", "list index out of range");
  return output.type;
}

function findLinkErrors(context: Context, input: InputSpec, link: readonly unknown[]): WireError[] | "upstream" {
  const about = { input_name: input.name, input_config: input.raw };
  if (link.length !== 2) {
    const message = "Bad linked input, must be a length-2 list of [node_id, slot_index]";
    return [createError("bad_linked_input", message, input.name, { ...about, received_value: link })];
  }
  const received = getLinkedType(context, link);
  if (!canLink(received, input.type)) {
    const details = `${input.name}, received_type(${received}) mismatch input_type(${input.type})`;
    const extra = { ...about, received_type: received, linked_node: link };
    return [createError("return_type_mismatch", "Return type mismatch between linked nodes", details, extra)];
  }
  const from = formatStr(link[0]);
  try {
    return validateNode(context, from).valid ? [] : "upstream";
  } catch (raised) {
    if (!(raised instanceof Raised)) throw raised;
    const told = {
      exception_message: raised.message,
      exception_type: raised.type,
      traceback: where,
      linked_node: link,
    };
    const type = "exception_during_inner_validation";
    const inner = createError(type, "Exception when validating inner node", raised.message, { ...about, ...told });
    context.verdicts.set(from, { valid: false, errors: [inner] });
    return "upstream";
  }
}

/** Marks each node of a cycle. The nodes on the stack up to the repeated one form it. */
function markCycle(context: Context, id: string): Verdict {
  const stack = [...context.stack];
  const cycle = stack.slice(stack.indexOf(id));
  const details = [...cycle, id].map((one) => `${one} (${context.graph[one]?.class_type ?? ""})`).join(" -> ");
  for (const one of cycle) {
    const extra = { node_id: one, cycle_nodes: cycle };
    const error = createError("dependency_cycle", "Dependency cycle detected", details, extra);
    context.verdicts.set(one, { valid: false, errors: context.options.namesCycles === false ? [] : [error] });
  }
  return context.verdicts.get(id) ?? { valid: false, errors: [] };
}

function validateNode(context: Context, id: string): Verdict {
  const known = context.verdicts.get(id);
  if (known) return known;
  if (context.stack.has(id)) return markCycle(context, id);
  const node = context.graph[id];
  const spec = context.objectInfo.get(node?.class_type ?? "");
  if (!node || !spec) throw new Raised("KeyError", formatRepr(id));
  if (!Object.hasOwn(context.prompt[id] as object, "inputs")) throw new Raised("KeyError", "'inputs'");
  if (!isRecord((context.prompt[id] as Record<string, unknown>)["inputs"]))
    throw new Raised("TypeError", "inputs is no dictionary");
  context.stack.add(id);
  const errors: WireError[] = [];
  let valid = true;
  try {
    for (const input of listInputSpecs(spec, node.inputs)) {
      const given = Object.hasOwn(node.inputs, input.name);
      // ComfyUI neither asks for a dynamic combo nor compares it with its options.
      const isUnknown = input.isDynamic === true && !input.choices?.includes(node.inputs[input.name]);
      if (isUnknown || (!given && input.group !== "required")) continue;
      if (!given) {
        // The name without its group, if the class has dynamic inputs.
        const name = input.name.slice(input.name.lastIndexOf(".") + 1);
        errors.push(
          createError("required_input_missing", "Required input is missing", name, { input_name: input.name }),
        );
        continue;
      }
      const value = node.inputs[input.name];
      const found = Array.isArray(value)
        ? findLinkErrors(context, input, value)
        : findValueErrors(spec, input, node.inputs);
      if (found === "upstream") valid = false;
      else errors.push(...found);
    }
    errors.push(...findOwnErrors(context, spec, node.inputs));
  } finally {
    context.stack.delete(id);
  }
  // A cycle has already been found at this node.
  const before = context.verdicts.get(id);
  const verdict = {
    valid: (before?.valid ?? true) && valid && errors.length === 0,
    errors: [...(before?.errors ?? []), ...errors],
  };
  context.verdicts.set(id, verdict);
  return verdict;
}

const refuse = (top: WireError, node_errors: WireNodeErrors = {}): Validation => ({
  result: "refused",
  body: { error: top, node_errors },
});

/** A copy in which every node has the expected fields; undefined where ComfyUI would raise an exception. */
function readNodes(prompt: Readonly<Record<string, unknown>>, objectInfo: ObjectInfo): Graph | Validation {
  const graph: Graph = {};
  // ComfyUI looks at the links of all nodes first, to replace old classes.
  const nodes = Object.values(prompt);
  if (!nodes.every(isRecord)) return { result: "raised" };
  if (
    nodes.some(
      (node) => Object.hasOwn(node, "class_type") && Object.hasOwn(node, "inputs") && !isRecord(node["inputs"]),
    )
  )
    return { result: "raised" };
  for (const [id, node] of Object.entries(prompt)) {
    if (!isRecord(node)) return { result: "raised" };
    const meta = isRecord(node["_meta"]) ? node["_meta"] : {};
    const title = typeof meta["title"] === "string" ? meta["title"] : undefined;
    const classType = node["class_type"];
    const extra = { node_id: id, class_type: classType ?? null, node_title: title ?? classType ?? null };
    if (!Object.hasOwn(node, "class_type")) {
      const message = `Node '${title ?? `ID #${id}`}' has no class_type. The workflow may be corrupted or a custom node is missing.`;
      return refuse(createError("missing_node_type", message, `Node ID '#${id}'`, extra));
    }
    if (typeof classType === "object" && classType !== null) return { result: "raised" };
    if (typeof classType !== "string" || !objectInfo.has(classType)) {
      const message = `Node '${title ?? formatStr(classType)}' not found. The custom node may not be installed.`;
      return refuse(createError("missing_node_type", message, `Node ID '#${id}'`, extra));
    }
    const inputs = isRecord(node["inputs"]) ? { ...node["inputs"] } : {};
    Object.defineProperty(graph, id, {
      value: { class_type: classType, inputs, ...(title === undefined ? {} : { _meta: { title } }) },
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return graph;
}

const isValidation = (value: Graph | Validation): value is Validation => typeof value["result"] === "string";

/**
 * Validates a graph like ComfyUI's `POST /prompt` and returns its response, for servers that stand in for ComfyUI.
 * Accepts any JSON. For Pegbar's additional rules, see `check`.
 */
export function validate(prompt: unknown, objectInfo: ObjectInfo, options: ValidateOptions = {}): Validation {
  if (!isRecord(prompt)) return { result: "raised" };
  const graph = readNodes(prompt, objectInfo);
  if (isValidation(graph)) return graph;
  const ids = Object.keys(graph).filter((id) => objectInfo.get(graph[id]?.class_type ?? "")?.outputNode);
  if (ids.length === 0) return refuse(createError("prompt_no_outputs", "Prompt has no outputs", "", {}));
  const context: Context = { prompt, graph, objectInfo, options, verdicts: new Map(), stack: new Set() };
  const good: string[] = [];
  const failures = new Map<string, WireNodeErrors[string]>();
  const reasons: WireError[] = [];
  for (const id of ids) {
    if (judgeOutput(context, id).valid) {
      good.push(id);
      continue;
    }
    reasons.push(...(context.verdicts.get(id)?.errors ?? []));
    for (const [failed, { valid, errors }] of context.verdicts) {
      if (valid || errors.length === 0) continue;
      const entry = failures.get(failed) ?? {
        errors,
        dependent_outputs: [],
        class_type: graph[failed]?.class_type ?? "",
      };
      failures.set(failed, entry);
      entry.dependent_outputs.push(id);
    }
  }
  const nodeErrors: WireNodeErrors = Object.fromEntries(failures);
  if (good.length > 0) return { result: "accepted", graph, outputs: good, nodeErrors };
  const details = reasons.map((reason) => `${reason.message}: ${reason.details}`).join("\n");
  return refuse(
    createError("prompt_outputs_failed_validation", "Prompt outputs failed validation", details, {}),
    nodeErrors,
  );
}

function judgeOutput(context: Context, id: string): Verdict {
  try {
    return validateNode(context, id);
  } catch (raised) {
    if (!(raised instanceof Raised)) throw raised;
    const extra = { exception_type: raised.type, traceback: where };
    const errors = [
      createError("exception_during_validation", "Exception when validating node", raised.message, extra),
    ];
    const verdict = { valid: false, errors };
    context.verdicts.set(id, verdict);
    return verdict;
  }
}
