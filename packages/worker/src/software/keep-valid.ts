import type * as z from "zod";

type Shape = Readonly<Record<string, z.ZodType>>;
type Kept<T extends Shape> = { [Name in keyof T]?: Exclude<z.output<T[Name]>, undefined> };

/** Keeps the values that are known and have the form that the platform expects. */
export function keepValid<T extends Shape>(shape: T, values: Readonly<Partial<Record<keyof T, unknown>>>): Kept<T> {
  const kept = Object.entries(shape).flatMap(([name, schema]) => {
    const value = schema.safeParse(values[name]).data;
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(kept) as Kept<T>;
}
