import type { Field } from "../values.ts";

type IntegerField = Extract<Field, { type: "integer" }>;

/**
 * The seed that is `by` steps after another one. After the largest seed comes the smallest. Exact for 64-bit seeds, which are
 * strings from 2⁵³ on, as in the API.
 */
export function addToSeed(field: IntegerField, seed: number | string, by: number): number | string {
  const [minimum, maximum] = [field.exactMinimum ?? field.minimum, field.exactMaximum ?? field.maximum].map(BigInt) as [
    bigint,
    bigint,
  ];
  const step = BigInt(field.step);
  const count = (maximum - minimum) / step + 1n;
  const position = ((BigInt(seed) - minimum) / step + BigInt(by)) % count;
  const next = minimum + position * step;
  return next <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(next) : String(next);
}
