/** One value that an action changed, as text. */
export interface Change {
  name: string;
  before: string | undefined;
  after: string | undefined;
}

/** The values that differ before and after an action, by their path, such as `limits.runningJobs`. */
export function listChanges(before: unknown, after: unknown): Change[] {
  const [old, next] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...next.keys()])]
    .map((name) => ({ name, before: old.get(name), after: next.get(name) }))
    .filter((change) => change.before !== change.after);
}

function flatten(value: unknown, path = ""): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) return new Map([[path, toText(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...flatten(inner, path === "" ? key : `${path}.${key}`)]),
  );
}

const toText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
