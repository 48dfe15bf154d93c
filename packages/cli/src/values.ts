import { isLargeInteger, type components } from "@pegbar/sdk";
import { CliError } from "./exit.ts";
import { findNearest } from "./nearest.ts";

type Field = components["schemas"]["Workflow"]["form"]["fields"][number];
export type Value = string | number | boolean;

/** Splits `NAME=VALUE` options at the first equals sign. */
export function parsePairs(given: readonly string[], option: string): [string, string][] {
  return given.map((text) => {
    const border = text.indexOf("=");
    if (border < 1)
      throw new CliError("usage", `Invalid ${option} ${JSON.stringify(text)}.`, "Write it as NAME=VALUE.");
    return [text.slice(0, border), text.slice(border + 1)];
  });
}

/** The one of `known` with this name; otherwise throws an error that lists them. `kind` is "parameter" or "input". */
export function findNamed<T extends { name: string }>(known: readonly T[], name: string, kind: string): T {
  const found = known.find((one) => one.name === name);
  if (found) return found;
  const names = known.map((one) => one.name);
  const near = findNearest(name, names);
  throw new CliError(
    "usage",
    `The workflow has no ${kind} "${name}".${near === undefined ? "" : ` Did you mean "${near}"?`}`,
    names.length > 0 ? `It has: ${names.join(", ")}.` : `It has no ${kind}s.`,
  );
}

/** Converts a parameter's value to the type of its field. `written` is where it was given, for errors. */
export function parseValue(field: Field, text: string, written = `-p ${field.name}=${text}`): Value {
  const createError = (expected: string) =>
    new CliError("usage", `Invalid ${written}.`, `${field.name} takes ${expected}.`);
  switch (field.type) {
    case "string":
      return text;
    case "integer":
    case "number": {
      const number = Number(text);
      if (field.type === "integer" && isLargeInteger(field, text.trim())) return text.trim();
      const isNumber =
        text.trim() !== "" && (field.type === "integer" ? Number.isSafeInteger(number) : Number.isFinite(number));
      if (!isNumber || number < field.minimum || number > field.maximum)
        throw createError(`${field.type === "integer" ? "a whole number" : "a number"} from ${formatRange(field)}`);
      return number;
    }
    case "boolean":
      if (/^(true|yes|on|1)$/i.test(text)) return true;
      if (/^(false|no|off|0)$/i.test(text)) return false;
      throw createError("true or false");
    case "model":
      if (field.choices && !field.choices.includes(text)) throw createError(`one of ${field.choices.join(", ")}`);
      return text;
    case "choice":
      if (!field.choices.includes(text)) throw createError(`one of ${field.choices.join(", ")}`);
      return text;
  }
}

/** The values of a number field, such as `0 to 18446744073709551615`. */
export const formatRange = (field: Extract<Field, { type: "integer" | "number" }>): string =>
  field.type === "integer"
    ? `${field.exactMinimum ?? field.minimum} to ${field.exactMaximum ?? field.maximum}`
    : `${field.minimum} to ${field.maximum}`;
