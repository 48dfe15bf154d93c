import { encodeCanonical, MAX_DEPTH } from "./canonical.ts";
import { isEqual, encodeUtf8 } from "./bytes.ts";

/** A leaf's content; docs/chain-of-title.md describes the fields. */
export type LogRecord = Record<string, unknown>;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Parses JSON in canonical form (RFC 8785). Rejects any other form, duplicate keys, numbers that cannot be represented
 * exactly, and deep nesting.
 */
export function parseCanonical(text: string): { value: unknown } | { reason: string } {
  if (isTooDeep(text)) return { reason: `cannot be read exactly: nested deeper than ${MAX_DEPTH}` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The error's position does not help, because records are one long line.
    return { reason: "is not JSON" };
  }
  try {
    if (isEqual(encodeCanonical(value), encodeUtf8(text))) return { value };
  } catch (error) {
    return { reason: `cannot be read exactly: ${error instanceof Error ? error.message : "it is nested too deeply"}` };
  }
  return {
    reason: "is not in canonical form (RFC 8785): it was reformatted, repeats a name, or contains inexact numbers",
  };
}

/** Counts brackets before parsing, because parsing megabytes of nested brackets takes minutes. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (inString && sign === "\\") at++;
    else if (sign === '"') inString = !inString;
    else if (inString) continue;
    else if (sign === "[" || sign === "{") depth++;
    else if (sign === "]" || sign === "}") depth--;
    // The innermost value may be empty.
    if (depth > MAX_DEPTH + 1) return true;
  }
  return false;
}
