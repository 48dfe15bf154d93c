/** What the form is for; kept in the address. `from` is a job to take everything from. */
export interface GenerateSearch {
  show?: string;
  sequence?: string;
  shot?: string;
  workflow?: string;
  from?: string;
}

const names = ["show", "sequence", "shot", "workflow", "from"] as const;

export function generateSearch(search: Record<string, unknown>): GenerateSearch {
  const found: GenerateSearch = {};
  for (const name of names) {
    const value = search[name];
    // A code of digits alone comes as a number.
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text === "string" && text !== "") found[name] = text;
  }
  return found;
}
