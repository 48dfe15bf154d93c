import type * as z from "zod";

/** A domain verb: parses its input by `schema`, then calls `cb`. The schema stays readable for transports. */
export function fn<S extends z.ZodType, R>(schema: S, cb: (input: z.output<S>) => R) {
  const verb = (input: z.input<S>): R => cb(schema.parse(input));
  return Object.assign(verb, { schema });
}
