import { isFileInput } from "../file-inputs.ts";
import { isRecord } from "../graph.ts";
import { getModelKind, isBuiltInModel, type ModelKind } from "../model-inputs.ts";
import { type InputGroup, type InputSpec, parseInput } from "../object-info.ts";

/** The choices that inputs of a raw `/object_info` get. */
export interface Choices {
  /** File names of the models of a kind. */
  models(kind: ModelKind): readonly string[];
  /** Names of files in the input folder. */
  readonly files: readonly string[];
}

/** No models and no files: what an image has without a machine around it. */
export const noChoices: Choices = { models: () => [], files: [] };

const groups: readonly InputGroup[] = ["required", "optional"];

/**
 * A copy of a raw `/object_info` in which inputs that name a model or a file have other choices. Choices that come with the
 * image, such as `none` or `pixel_space`, are kept. The inputs are in the order that `input_order` names: clients call nodes
 * with values in the order of the fields, which a database may have changed.
 */
export const replaceChoices = (objectInfo: Readonly<Record<string, unknown>>, choices: Choices) =>
  Object.fromEntries(
    Object.entries(objectInfo).map(([name, info]): [string, unknown] => {
      if (!isRecord(info) || !isRecord(info["input"])) return [name, info];
      const input = sortGroups(info["input"], info["input_order"]);
      return [name, { ...info, input: replaceInGroups(name, input, choices) }];
    }),
  );

/** Sorts the groups, and the inputs in each. */
function sortGroups(input: Readonly<Record<string, unknown>>, order: unknown): Record<string, unknown> {
  const names = isRecord(order) ? order : {};
  return sortFields(
    Object.fromEntries(
      Object.entries(input).map(([group, inputs]) => [
        group,
        isRecord(inputs) && Array.isArray(names[group]) ? sortFields(inputs, names[group].map(String)) : inputs,
      ]),
    ),
    ["required", "optional", "hidden"],
  );
}

/** The fields in this order, then all others. */
const sortFields = (value: Readonly<Record<string, unknown>>, order: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    [...new Set([...order, ...Object.keys(value)])]
      .filter((name) => Object.hasOwn(value, name))
      .map((name) => [name, value[name]]),
  );

function replaceInGroups(classType: string, input: Readonly<Record<string, unknown>>, choices: Choices) {
  const replaced = Object.entries(input).map(([group, declared]): [string, unknown] => {
    const known = groups.find((one) => one === group);
    if (known === undefined || !isRecord(declared)) return [group, declared];
    const inputs = Object.entries(declared).map(([name, raw]) => [
      name,
      replaceInput(classType, parseInput(name, known, raw), choices),
    ]);
    return [group, Object.fromEntries(inputs)];
  });
  return Object.fromEntries(replaced) as Record<string, unknown>;
}

/** @returns the raw declaration */
function replaceInput(classType: string, spec: InputSpec, choices: Choices): unknown {
  const { raw, options } = spec;
  if (!Array.isArray(raw)) return raw;
  const [type] = raw as unknown[];
  // Inputs of a dynamic input.
  if (spec.type === "COMFY_DYNAMICCOMBO_V3" && Array.isArray(options["options"]))
    return [type, { ...options, options: options["options"].map((one) => replaceNested(classType, one, choices)) }];
  if (spec.type === "COMFY_DYNAMICSLOT_V3" && isRecord(options["inputs"]))
    return [type, { ...options, inputs: replaceInGroups(classType, options["inputs"], choices) }];
  if (spec.type === "COMFY_AUTOGROW_V3" && isRecord(options["template"]) && isRecord(options["template"]["input"])) {
    const { template } = options as { template: Record<string, unknown> & { input: Record<string, unknown> } };
    return [
      type,
      { ...options, template: { ...template, input: replaceInGroups(classType, template.input, choices) } },
    ];
  }
  if (spec.choices === undefined) return raw;
  const listed = list(classType, spec, choices);
  if (!listed) return raw;
  const { default: preset, ...others } = options;
  const kept = listed.some((one) => one === preset) ? options : others;
  if (Array.isArray(type)) return [listed, ...(raw.length > 1 ? [kept] : [])];
  return [type, { ...kept, options: listed }];
}

const replaceNested = (classType: string, option: unknown, choices: Choices): unknown =>
  isRecord(option) && isRecord(option["inputs"])
    ? { ...option, inputs: replaceInGroups(classType, option["inputs"], choices) }
    : option;

/** The new choices of an input, or undefined if it names neither a model nor a file. */
function list(classType: string, spec: InputSpec, choices: Choices): unknown[] | undefined {
  if (isFileInput({ classType }, spec)) return [...choices.files];
  const kind = getModelKind({ classType }, spec);
  if (kind === undefined) return undefined;
  return [...(spec.choices ?? []).filter((one) => isBuiltInModel(one, spec)), ...choices.models(kind)];
}
