/** The non-empty strings with these names. The router parses a string of digits as a number; it becomes a string again. */
export function pickStrings<Name extends string>(
  search: Record<string, unknown>,
  names: readonly Name[],
): { [N in Name]?: string } {
  const found: { [N in Name]?: string } = {};
  for (const name of names) {
    const value = search[name];
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text === "string" && text !== "") found[name] = text;
  }
  return found;
}
