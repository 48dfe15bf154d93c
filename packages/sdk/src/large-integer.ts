import type { components } from "./schema.ts";

type IntegerField = Extract<components["schemas"]["Workflow"]["form"]["fields"][number], { type: "integer" }>;

/**
 * Whether a text is a whole number beyond ±(2^53 - 1) that a field of a workflow's form allows. Send such a value as the
 * text; smaller ones are sent as numbers.
 *
 * @example isLargeInteger(seedField, "18446744073709551615"); // true
 */
export function isLargeInteger(field: IntegerField, text: string): boolean {
  if (!/^-?\d+$/.test(text) || Number.isSafeInteger(Number(text))) return false;
  const value = BigInt(text);
  return value >= BigInt(field.exactMinimum ?? field.minimum) && value <= BigInt(field.exactMaximum ?? field.maximum);
}
