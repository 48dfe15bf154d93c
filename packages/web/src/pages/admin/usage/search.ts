export const groups = ["day", "show", "member", "model"] as const;
export type Group = (typeof groups)[number];
export const measures = ["dollars", "gpuSeconds", "jobs"] as const;
export type Measure = (typeof measures)[number];

/** Grouping, measure and month, stored in the URL. */
export interface UsageSearch {
  by?: Group | undefined;
  in?: Measure | undefined;
  /** For example `2026-11`. Default: the studio's current month. */
  month?: string | undefined;
}

export function parseUsageSearch(search: Record<string, unknown>): UsageSearch {
  const month = search["month"];
  return {
    by: groups.find((one) => one === search["by"]),
    in: measures.find((one) => one === search["in"]),
    month: typeof month === "string" && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : undefined,
  };
}
