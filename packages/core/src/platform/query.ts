import * as z from "zod";

/** `true` or `false` in a query, in lower case. */
export const queryBoolean = z
  .union([z.boolean(), z.enum(["true", "false"]).transform((value) => value === "true")])
  .meta({ type: "boolean" });

/** A whole number in a query: decimal digits, after a minus sign for a negative one, without exponent, spaces or leading zeros. */
export const queryInteger = (minimum: number, maximum: number) =>
  z
    .union([
      z.int(),
      z
        .string()
        .regex(minimum < 0 ? /^(0|-?[1-9]\d{0,8})$/ : /^(0|[1-9]\d{0,8})$/, "Send a whole number in digits.")
        .transform(Number),
    ])
    .pipe(z.int().min(minimum).max(maximum))
    .meta({ type: "integer", minimum, maximum });

/** Seconds in a query, with up to three decimals. */
export const querySeconds = (maximum: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^(0|[1-9]\d{0,4})(\.\d{1,3})?$/, "Send seconds as a decimal number.")
        .transform(Number),
    ])
    .pipe(z.number().min(0).max(maximum))
    .meta({ type: "number", minimum: 0, maximum });
