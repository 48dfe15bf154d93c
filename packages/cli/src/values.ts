import type { components } from "@pegbar/sdk";
import { CliError } from "./exit.ts";
import { nearest } from "./nearest.ts";

type Field = components["schemas"]["Workflow"]["form"]["fields"][number];
export type Value = string | number | boolean;

/** `name=value` options as pairs. */
export function pairs(given: readonly string[], option: string): [string, string][] {
  return given.map((text) => {
    const border = text.indexOf("=");
    if (border < 1) throw new CliError("usage", `${option} ${JSON.stringify(text)} is not NAME=VALUE.`);
    return [text.slice(0, border), text.slice(border + 1)];
  });
}

/** The one of `known` with this name; otherwise an error that says which there are. */
export function named<T extends { name: string }>(known: readonly T[], name: string, what: string): T {
  const found = known.find((one) => one.name === name);
  if (found) return found;
  const names = known.map((one) => one.name);
  const near = nearest(name, names);
  throw new CliError(
    "usage",
    `The workflow has no ${what} "${name}".${near === undefined ? "" : ` Did you mean "${near}"?`}`,
    names.length > 0 ? `It has: ${names.join(", ")}.` : `It has none.`,
  );
}

/** A parameter's value in the type that its field has. */
export function typed(field: Field, text: string): Value {
  const wrong = (wanted: string) =>
    new CliError("usage", `${field.name} takes ${wanted}, not ${JSON.stringify(text)}.`);
  switch (field.type) {
    case "string":
      return text;
    case "integer":
    case "number": {
      const number = Number(text);
      const fits =
        text.trim() !== "" && (field.type === "integer" ? Number.isSafeInteger(number) : Number.isFinite(number));
      if (!fits || number < field.minimum || number > field.maximum)
        throw wrong(
          `${field.type === "integer" ? "a whole number" : "a number"} from ${field.minimum} to ${field.maximum}`,
        );
      return number;
    }
    case "boolean":
      if (/^(true|yes|on|1)$/i.test(text)) return true;
      if (/^(false|no|off|0)$/i.test(text)) return false;
      throw wrong("true or false");
    case "model":
      if (field.choices && !field.choices.includes(text)) throw wrong(`one of ${field.choices.join(", ")}`);
      return text;
    case "choice":
      if (!field.choices.includes(text)) throw wrong(`one of ${field.choices.join(", ")}`);
      return text;
  }
}
