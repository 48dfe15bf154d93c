/** Codes of problems for which a graph is rejected at submit. They do not change, because clients use them. */
export type GraphProblemCode =
  | "malformed_node"
  | "too_many_nodes"
  | "missing_class_type"
  | "unknown_node"
  | "malformed_class"
  | "forbidden_node"
  | "unreviewed_node"
  | "no_output_node"
  | "missing_input"
  | "wrong_type"
  | "below_minimum"
  | "above_maximum"
  | "not_in_list"
  | "link_type_mismatch"
  | "dangling_link"
  | "bad_output_index"
  | "cycle"
  | "unsafe_file_name"
  | "unknown_input_file"
  | "model_not_found"
  | "text_too_long"
  | "unsafe_expression"
  | "link_not_allowed"
  | "unused_value"
  | "random_text"
  | "newer_editor";

/** A problem of a graph, for the user: node and input, what is wrong, what to do. */
export interface GraphProblem {
  readonly code: GraphProblemCode;
  readonly nodeId?: string;
  readonly classType?: string;
  readonly title?: string;
  readonly input?: string;
  readonly message: string;
  readonly remedy: string;
}

/** Limits for a graph and the response about it. */
export const limits = {
  nodes: 2_000,
  inputsOfNode: 500,
  /** Maximum length of a text in characters. */
  text: 100_000,
  /** Maximum nesting depth of a value. */
  depth: 8,
  /** Maximum number of values in an array or object. */
  items: 4_096,
  name: 256,
  problems: 100,
} as const;

/** A user's value, truncated for a message. */
export const quote = (value: unknown): string => {
  const text = typeof value === "string" ? value : typeof value === "object" ? describeKind(value) : String(value);
  const shown = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, "\uFFFD");
  return `"${shown.length > 80 ? `${shown.slice(0, 77)}…` : shown}"`;
};

/** Name of a JSON value's type, for messages. */
export const describeKind = (value: unknown): string => {
  if (value === null) return "nothing (null)";
  if (Array.isArray(value)) return "a list";
  return { string: "a text", number: "a number", boolean: "true or false" }[typeof value as string] ?? "an object";
};

/** Whether a value is within `limits`; stops at the first excess. */
export function isModest(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return value.length <= limits.text;
  if (typeof value !== "object" || value === null) return true;
  if (depth >= limits.depth) return false;
  const values: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return values.length <= limits.items && values.every((v) => isModest(v, depth + 1));
}
