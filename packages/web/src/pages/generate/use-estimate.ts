import { useState } from "react";
import { useQueries } from "@tanstack/react-query";
import { useDebounced } from "../../components/use-debounced.ts";
import { chooseError } from "./choose-error.ts";
import { sumEstimates, type EstimateGroup } from "./estimate-groups.ts";
import { estimate } from "./queries.ts";

/** At most this many sizes are estimated; the others count as the most expensive of these. */
const MAX_ESTIMATES = 8;
const DEBOUNCE_MS = 350;

/** Estimate of all jobs in the form, debounced while the user types. An error stays until the next result arrives. */
export function useEstimate(groups: readonly EstimateGroup[], jobs: number) {
  const estimated = (JSON.parse(useDebounced(JSON.stringify(groups), DEBOUNCE_MS)) as EstimateGroup[]).slice(
    0,
    MAX_ESTIMATES,
  );
  const result = useQueries({
    queries: (groups.length > 0 ? estimated : []).map(({ body }) => estimate(body)),
    combine: (all) => ({
      data: sumEstimates(
        all.flatMap(({ data }, index) => (data ? [{ ...data, jobs: estimated[index]?.jobs ?? 1 }] : [])),
        jobs,
      ),
      old: all.some(({ isPlaceholderData, isFetching }) => isPlaceholderData || isFetching),
      error: all.find(({ error }) => error)?.error ?? null,
    }),
  });
  const [shownError, setShownError] = useState<Error | null>(null);
  const error = chooseError(result, shownError);
  if (error !== shownError) setShownError(error);
  return { ...result, error };
}
