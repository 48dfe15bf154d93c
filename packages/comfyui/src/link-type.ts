import { isRecord } from "./graph.ts";
import type { InputSpec } from "./object-info.ts";

/** Type of an output whose type is the one of an input, chosen by the editor. */
export const MATCH_TYPE = "COMFY_MATCHTYPE_V3";

/**
 * Whether ComfyUI connects an output to an input. Types are lists separated by commas, of which one must be the same;
 * `*` and types matched by the editor fit anything. An output of options, which older classes declare as a list, fits a
 * combo.
 *
 * @example canLink("INT,FLOAT", "FLOAT,STRING"); // true
 * @see `validate_node_input` in ComfyUI's comfy_execution/validation.py (0.33.0)
 */
export function canLink(received: string, taken: string): boolean {
  if (received === taken) return true;
  const receivedTypes = listTypes(received);
  const takenTypes = listTypes(taken);
  const fitsAll = [...receivedTypes, ...takenTypes].some((type) => type === "*" || type === MATCH_TYPE);
  return fitsAll || receivedTypes.some((type) => takenTypes.includes(type));
}

const listTypes = (types: string): string[] => types.split(",").map((type) => type.trim());

/** The types of outputs that an input takes, separated by commas; `*` for every type. */
export function readInputTypes({ type, options }: Pick<InputSpec, "type" | "options">): string {
  if (type !== MATCH_TYPE) return type;
  const template = isRecord(options["template"]) ? options["template"] : {};
  const allowed = template["allowed_types"];
  return typeof allowed === "string" ? allowed : "*";
}

/** Whether an input takes every type, and so also a value: ComfyUI passes it on as it is. */
export const takesAnyType = (input: Pick<InputSpec, "type" | "options">): boolean => readInputTypes(input) === "*";

/** Whether an input takes any text: also one of the graph's own choices, which the class does not list. */
export const takesText = (input: Pick<InputSpec, "type" | "options" | "choices">): boolean =>
  takesAnyType(input) ||
  readInputTypes(input).split(",").includes("STRING") ||
  (input.type === "COMBO" && (input.choices ?? []).length === 0);
