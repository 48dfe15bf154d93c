import { pickStrings } from "../../api/search-params.ts";

export const states = ["queued", "running", "held", "succeeded", "failed", "cancelled"] as const;
export type JobState = (typeof states)[number];

/** Filters of the job list, stored in the URL. */
export interface JobsSearch {
  state?: JobState;
  show?: string;
  member?: string;
}

export function parseJobsSearch(search: Record<string, unknown>): JobsSearch {
  const state = states.find((one) => one === search["state"]);
  return { ...(state ? { state } : {}), ...pickStrings(search, ["show", "member"]) };
}
