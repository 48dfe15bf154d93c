import { useQuery } from "@tanstack/react-query";
import { useDebounced } from "../../components/use-debounced.ts";
import type { BatchRequest } from "./compose-batch.ts";
import type { TotalEstimate } from "./estimate-groups.ts";
import { batchEstimate } from "./queries.ts";

const DEBOUNCE_MS = 350;

/** Estimate of the batch in the form, debounced while the user types; nothing for a form without frames. */
export function useBatchEstimate(body: BatchRequest | undefined) {
  const text = useDebounced(body ? JSON.stringify(body) : "", DEBOUNCE_MS);
  const asked = text === "" ? undefined : (JSON.parse(text) as BatchRequest);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    ...batchEstimate(asked ?? ({} as BatchRequest)),
    enabled: asked !== undefined && body !== undefined,
  });
  const rendered = data ? Math.max(1, data.jobs - data.reused) : 1;
  const total: TotalEstimate | undefined = data && {
    dollars: data.dollars,
    seconds: { low: data.seconds.low / rendered, high: data.seconds.high / rendered },
    instance: data.instance,
    wait: data.wait,
    runs: data.measured,
  };
  return {
    data: total,
    jobs: data?.jobs,
    reused: data?.reused ?? 0,
    error,
    old: body !== undefined && (isFetching || isPlaceholderData),
  };
}
