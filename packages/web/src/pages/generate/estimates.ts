import { useQueries } from "@tanstack/react-query";
import { useSettled } from "../../parts/settled.ts";
import { sumOf, type Group } from "./groups.ts";
import { estimate } from "./queries.ts";

/** More sizes than this are not asked about one by one: the others count as the dearest of these. */
const MOST = 8;
const SETTLE_MS = 350;

/** The estimate of what the form holds, asked for once nobody has typed for a moment. */
export function useEstimate(groups: readonly Group[], jobs: number) {
  const asked = (JSON.parse(useSettled(JSON.stringify(groups), SETTLE_MS)) as Group[]).slice(0, MOST);
  return useQueries({
    queries: (groups.length > 0 ? asked : []).map(({ body }) => estimate(body)),
    combine: (all) => ({
      data: sumOf(
        all.flatMap(({ data }, index) => (data ? [{ ...data, jobs: asked[index]?.jobs ?? 1 }] : [])),
        jobs,
      ),
      old: all.some(({ isPlaceholderData, isFetching }) => isPlaceholderData || isFetching),
      error: all.find(({ error }) => error)?.error ?? null,
    }),
  });
}
