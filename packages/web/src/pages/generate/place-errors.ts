import { PegbarError } from "@pegbar/sdk";
import type { Problems } from "./compose.ts";
import type { Workflow } from "./values.ts";

/** An answer's errors at the places of the form that they speak of, and those that speak of none. */
export function placeErrors(error: unknown, { form }: Workflow): { placed: Problems; rest: string[] } {
  const placed: Record<string, string> = {};
  const rest: string[] = [];
  if (!(error instanceof PegbarError)) return { placed, rest };
  for (const { message, remedy, pointer, node, input } of error.errors) {
    const at = [
      ...form.fields.map((one) => ["parameters", one] as const),
      ...form.inputs.map((one) => ["inputs", one] as const),
    ];
    const found = at.find(
      ([kind, one]) => pointer === `/${kind}/${one.name}` || (one.node === node && one.input === input),
    );
    if (found) placed[`/${found[0]}/${found[1].name}`] ??= `${message}.`;
    else rest.push(`${message}. ${remedy}`);
  }
  return { placed, rest };
}
