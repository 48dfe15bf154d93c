export const states = ["queued", "running", "held", "succeeded", "failed", "cancelled"] as const;
export type JobState = (typeof states)[number];

/** What a list of jobs is narrowed to; kept in the address. */
export interface JobsSearch {
  state?: JobState;
  show?: string;
  member?: string;
}

export function jobsSearch(search: Record<string, unknown>): JobsSearch {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const state = states.find((one) => one === search["state"]);
  const [show, member] = [text("show"), text("member")];
  return { ...(state ? { state } : {}), ...(show ? { show } : {}), ...(member ? { member } : {}) };
}
