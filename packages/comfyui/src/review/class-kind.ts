import * as z from "zod";

/** What a class does, as read in its source. `network` and `not_allowed` may not run. */
export const ClassKind = z.enum(["plain", "loads_file", "evaluates", "network", "writes", "not_allowed"]);
export type ClassKind = z.output<typeof ClassKind>;

/** Whether a class with such a review may run, within its limits. */
export const isAllowed = ({ kind }: { kind: ClassKind }): boolean => kind !== "network" && kind !== "not_allowed";
