type Matchers = Record<string, string | RegExp | undefined>;

/** A label matcher of each value, in braces; empty without any. */
export function formatSelector(where: Matchers = {}): string {
  const matchers = Object.entries(where).flatMap(([label, value]) => {
    if (value === undefined) return [];
    if (typeof value === "string") return [`${label}=${JSON.stringify(value)}`];
    // JavaScript escapes slashes, which PromQL does not know; backslashes must be escaped in PromQL's strings.
    return [`${label}=~${JSON.stringify(value.source.replaceAll("\\/", "/"))}`];
  });
  return matchers.length === 0 ? "" : `{${matchers.join(",")}}`;
}

/** The aggregation `combine by (labels) (expression)`. */
export const aggregate = (combine: "sum" | "max", by: readonly string[] | undefined, expression: string): string =>
  `${combine}${by && by.length > 0 ? ` by (${by.join(", ")})` : ""}(${expression})`;
