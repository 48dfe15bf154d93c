/** A job's non-empty parameters for display, prompts first. */
export function listSettings(parameters: Readonly<Record<string, unknown>>): [name: string, value: string][] {
  return Object.entries(parameters)
    .map(([name, value]): [string, string] => [
      name.replaceAll("_", " "),
      typeof value === "string" ? value : JSON.stringify(value),
    ])
    .filter(([, value]) => value !== "")
    .toSorted(([a], [b]) => Number(b.includes("prompt")) - Number(a.includes("prompt")));
}
