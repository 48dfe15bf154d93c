import { CliError } from "../exit.ts";

type Value = string | number | boolean | string[] | undefined;
/** `undefined` removes an optional property. */
type Parse = (text: string, type: unknown) => Value;

const parseText: Parse = (text) => text;
const parseOptionalText: Parse = (text) => (text === "" ? undefined : text);
const parseChoices: Parse = (text) => text.split(",").map((one) => one.trim());

const parseNumber: Parse = (text) => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new CliError("usage", `Not a number: ${text}`);
  // Larger whole numbers are sent as text, which keeps all digits.
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? text : value;
};

const parseBoolean: Parse = (text) => {
  if (text !== "true" && text !== "false") throw new CliError("usage", `Neither true nor false: ${text}`);
  return text === "true";
};

const parseDefault: Parse = (text, type) =>
  type === "boolean"
    ? parseBoolean(text, type)
    : type === "integer" || type === "number"
      ? parseNumber(text, type)
      : text;

const common: Readonly<Record<string, Parse>> = { name: parseText, label: parseText, help: parseOptionalText };
const numbers: Readonly<Record<string, Parse>> = {
  ...common,
  purpose: parseOptionalText,
  minimum: parseNumber,
  maximum: parseNumber,
  step: parseNumber,
};

/** Properties that can be set, by the type of a field, or that of an input or output. */
const PROPERTIES: Readonly<Record<string, Readonly<Record<string, Parse>>>> = {
  string: {
    ...common,
    purpose: parseOptionalText,
    multiline: parseBoolean,
    maxLength: parseNumber,
    default: parseDefault,
  },
  integer: { ...numbers, default: parseDefault },
  number: { ...numbers, default: parseDefault },
  boolean: { ...common, purpose: parseOptionalText, default: parseDefault },
  choice: { ...common, purpose: parseOptionalText, choices: parseChoices, default: parseDefault },
  model: { ...common, purpose: parseOptionalText, choices: parseChoices, default: parseDefault },
  input: { ...common, kind: parseText },
  output: { name: parseText, label: parseText },
};

/**
 * Parses a property of a field, an input or an output of a form; undefined removes it.
 * @throws CliError for a property that it does not have, or a value that the property does not take
 */
export function parseProperty(item: Readonly<Record<string, unknown>>, property: string, text: string): Value {
  const type = typeof item["type"] === "string" ? item["type"] : item["kind"] === undefined ? "output" : "input";
  const properties = PROPERTIES[type] ?? common;
  const parse = Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (parse) return parse(text, item["type"]);
  throw new CliError(
    "usage",
    `${String(item["name"])} has no ${property} that can be set.`,
    `Choose among: ${Object.keys(properties).join(", ")}.`,
  );
}
