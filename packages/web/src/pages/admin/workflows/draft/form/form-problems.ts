import { PegbarError } from "@pegbar/sdk";
import { strings } from "../../../../../strings/workflows.ts";
import { getDefaultValue, parseValue } from "../../../../generate/values.ts";
import type { Form } from "../draft.ts";
import type { Field, Item, List } from "./edit-form.ts";

/** What is wrong with an item, by property; `""` for the item as a whole. */
export type ItemProblems = Readonly<Record<string, string>>;
/** By item: an edited item is another object, so that what the API said about it no longer applies. */
export type FormProblems = ReadonlyMap<Item, ItemProblems>;

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const lists: readonly List[] = ["fields", "inputs", "outputs"];

/** Problems that need no graph: names, labels, ranges and defaults. */
export function findFormProblems(form: Form): FormProblems {
  const items: Item[] = lists.flatMap((list) => form[list]);
  const found = items.map((item): [Item, Record<string, string>] => {
    const problems: Record<string, string> = "type" in item ? findFieldProblems(item) : {};
    if (!NAME.test(item.name)) problems["name"] = strings.nameError;
    else if (items.some((other) => other !== item && other.name === item.name)) problems["name"] = strings.nameTaken;
    if (item.label.trim() === "") problems["label"] = strings.labelError;
    return [item, problems];
  });
  return new Map(found.filter(([, problems]) => Object.keys(problems).length > 0));
}

function findFieldProblems(field: Field): Record<string, string> {
  const problems: Record<string, string> = {};
  if (field.type === "integer" || field.type === "number") {
    const { minimum, maximum, step } = field;
    const isValid = field.type === "integer" ? Number.isSafeInteger : Number.isFinite;
    // A value that is not a number is NaN, and null after a reload.
    const message = field.type === "integer" ? strings.integerError : strings.numberError;
    for (const [property, value] of Object.entries({ minimum, maximum }))
      if (!isValid(value)) problems[property] = message;
    if (step !== undefined && !(isValid(step) && step > 0)) problems["step"] = strings.stepError;
    if (minimum > maximum) problems["maximum"] = strings.rangeError;
  }
  if (field.type === "string" && !(Number.isSafeInteger(field.maxLength) && field.maxLength > 0))
    problems["maxLength"] = strings.integerError;
  if (Object.keys(problems).length > 0) return problems;
  if (field.type === "number" && !Number.isFinite(field.default)) return { default: strings.numberError };
  if (field.type === "model" && field.default.trim() === "") return { default: strings.modelError };
  const parsed = parseValue(field, getDefaultValue(field));
  return "error" in parsed ? { default: parsed.error } : {};
}

/** What the API says about the items of a form, from the pointers of its errors, such as `/form/fields/2/minimum`. */
export function assignFormErrors(error: unknown, form: Form): FormProblems {
  const problems = new Map<Item, Record<string, string>>();
  for (const { message, remedy, pointer = "" } of error instanceof PegbarError ? error.errors : []) {
    const [, list, index, property = ""] = /^\/form\/(fields|inputs|outputs)\/(\d+)(?:\/(\w+))?/.exec(pointer) ?? [];
    const item: Item | undefined = form[list as List]?.[Number(index)];
    if (!item) continue;
    problems.set(item, { ...problems.get(item), [property]: `${message.replace(/\.$/, "")}. ${remedy}` });
  }
  return problems;
}
