import { textsIn } from "../../api/search.ts";

export const states = ["queued", "running", "held", "succeeded", "failed", "cancelled"] as const;
export type JobState = (typeof states)[number];

/** What a list of jobs is narrowed to; kept in the address. */
export interface JobsSearch {
  state?: JobState;
  show?: string;
  member?: string;
}

export function jobsSearch(search: Record<string, unknown>): JobsSearch {
  const state = states.find((one) => one === search["state"]);
  return { ...(state ? { state } : {}), ...textsIn(search, ["show", "member"]) };
}
