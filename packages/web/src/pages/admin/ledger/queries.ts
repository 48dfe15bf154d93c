import { queryOptions } from "@tanstack/react-query";
import { PegbarError } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { readCheckpoint } from "./read-checkpoint.ts";

const POLL_MS = 10_000;

/** The studio's log; null before its first record. */
export const ledger = queryOptions({
  queryKey: ["ledger"],
  queryFn: async ({ signal }) => {
    try {
      return await api.get("/v1/ledger", { signal });
    } catch (error) {
      if (error instanceof PegbarError && error.status === 404) return null;
      throw error;
    }
  },
  refetchInterval: POLL_MS,
});
export type Ledger = NonNullable<Awaited<ReturnType<NonNullable<typeof ledger.queryFn>>>>;

/** The text of a log's newest checkpoint. */
export const fetchCheckpoint = async (log: string, signal: AbortSignal): Promise<string> =>
  (await api.request(`/v1/ledger/logs/${log}/checkpoint`, { signal })).text();

/** The newest checkpoint of the studio's log, with its signatures verified. */
export const checkpoint = ({ log, size, logKeys }: Pick<Ledger, "log" | "size" | "logKeys">) =>
  queryOptions({
    // A new one has another size.
    queryKey: ["ledger", log, size],
    queryFn: async ({ signal }) => readCheckpoint(await fetchCheckpoint(log, signal), logKeys),
    enabled: size > 0,
  });
