/** A job's parameters for people: prompts first, what is empty left out. */
export function settingsOf(parameters: Readonly<Record<string, unknown>>): [name: string, value: string][] {
  return Object.entries(parameters)
    .map(([name, value]): [string, string] => [
      name.replaceAll("_", " "),
      typeof value === "string" ? value : JSON.stringify(value),
    ])
    .filter(([, value]) => value !== "")
    .toSorted(([a], [b]) => Number(b.includes("prompt")) - Number(a.includes("prompt")));
}
