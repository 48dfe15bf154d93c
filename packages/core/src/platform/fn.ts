import type * as z from "zod";

/** A domain function that parses its input with `schema` and then calls `cb`. Transports can read the schema. */
export function fn<S extends z.ZodType, R>(schema: S, cb: (input: z.output<S>) => R) {
  const verb = (input: z.input<S>): R => cb(schema.parse(input));
  return Object.assign(verb, { schema });
}
