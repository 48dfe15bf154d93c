export const groups = ["day", "show", "member", "model"] as const;
export type Group = (typeof groups)[number];
export const measures = ["dollars", "gpuSeconds", "jobs"] as const;
export type Measure = (typeof measures)[number];

/** Which usage one looks at; kept in the address. */
export interface UsageSearch {
  by?: Group | undefined;
  in?: Measure | undefined;
  /** Such as `2026-11`; the studio's present one unless given. */
  month?: string | undefined;
}

export function usageSearch(search: Record<string, unknown>): UsageSearch {
  const month = search["month"];
  return {
    by: groups.find((one) => one === search["by"]),
    in: measures.find((one) => one === search["in"]),
    month: typeof month === "string" && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : undefined,
  };
}
