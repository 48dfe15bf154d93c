import { PegbarError } from "@pegbar/sdk";
import type { FieldErrors } from "./compose-jobs.ts";
import type { Workflow } from "./values.ts";

/** Splits an API error into messages by form field, keyed by JSON pointer, and the rest. */
export function assignErrors(error: unknown, { form }: Workflow): { byField: FieldErrors; other: string[] } {
  const byField: Record<string, string> = {};
  const other: string[] = [];
  if (!(error instanceof PegbarError)) return { byField, other };
  for (const { message, remedy, pointer, node, input } of error.errors) {
    const at = [
      ...form.fields.map((one) => ["parameters", one] as const),
      ...form.inputs.map((one) => ["inputs", one] as const),
    ];
    const found = at.find(
      ([kind, one]) => pointer === `/${kind}/${one.name}` || (one.node === node && one.input === input),
    );
    if (found) byField[`/${found[0]}/${found[1].name}`] ??= `${message}.`;
    else other.push(`${message}. ${remedy}`);
  }
  return { byField, other };
}
