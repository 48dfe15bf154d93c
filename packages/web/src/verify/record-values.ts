/** One field of a record for display. `code` is a hash or similar. */
export interface Fact {
  name: string;
  values: { text: string; code?: string | undefined }[];
  withheld: boolean;
}

/** The value at a path; undefined if missing. Records are untrusted: anybody can run a log with arbitrary records. */
export function getPath(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<string | number, unknown>)[name]
        : undefined,
    value,
  );
}
export const toText = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
export const toList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
