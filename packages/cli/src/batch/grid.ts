import type { components } from "@pegbar/sdk";
import { CliError } from "../exit.ts";
import { findNamed, parsePairs, parseValue, type Value } from "../values.ts";

type Field = components["schemas"]["Workflow"]["form"]["fields"][number];

/** Reads values to combine: `seed=1,2,3`, or a JSON array for values with commas: `prompt=["dusk, rain","dawn"]`. */
export function readGrid(fields: readonly Field[], given: readonly string[]): Record<string, Value[]> {
  const found: Record<string, Value[]> = {};
  for (const [name, text] of parsePairs(given, "--grid")) {
    const field = findNamed(fields, name, "parameter");
    found[name] = [
      ...(found[name] ?? []),
      ...splitValues(name, text).map((value) => parseValue(field, value, `--grid ${name}: ${value}`)),
    ];
  }
  return found;
}

function splitValues(name: string, text: string): string[] {
  if (!text.startsWith("[")) return text.split(",").map((value) => value.trim());
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      "usage",
      `Invalid --grid ${name}: not a JSON array: ${reason}.`,
      `Write it as --grid '${name}=["a, b","c"]'.`,
    );
  }
}
