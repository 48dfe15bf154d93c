import type { components } from "@pegbar/sdk";
import type { Place } from "./place.tsx";

export type Model = components["schemas"]["Model"];
interface State {
  words: string;
  /** Whether a job with it may be sent. */
  good: boolean;
}

/** Whether a model may be used in a show, in words. */
export function stateOf({ status, clearedShowIds }: Model, show: Place["show"]): State {
  if (status === "revoked") return { words: "revoked: choose another one", good: false };
  if (status !== "active") return { words: "not ready yet: an admin finishes its upload", good: false };
  if (!show) return { words: "cleared by show: choose one", good: true };
  return clearedShowIds.includes(show.id)
    ? { words: `cleared for ${show.code}`, good: true }
    : { words: `not cleared for ${show.code}: ask an admin`, good: false };
}
