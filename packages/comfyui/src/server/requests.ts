import { isRecord } from "../graph.ts";

/** What `POST /queue` and `POST /history` remove: everything, and these prompts. */
export const readRemoval = (body: Readonly<Record<string, unknown>>): { all: boolean; ids: ReadonlySet<string> } => ({
  // As Python does, any value but an empty one counts.
  all: Boolean(body["clear"]),
  ids: new Set(Array.isArray(body["delete"]) ? body["delete"].map(String) : []),
});

/** The prompt that `POST /interrupt` names; undefined for whatever runs. */
export function readPromptToInterrupt(body: unknown): string | undefined {
  const id = isRecord(body) ? body["prompt_id"] : undefined;
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** `/object_info/{name}`: one class of all, or nothing. */
export const pickClass = (all: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> =>
  Object.hasOwn(all, name) ? { [name]: all[name] } : {};
