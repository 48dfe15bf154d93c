import { readHealth } from "@pegbar/sdk";
import { useQuery } from "@tanstack/react-query";

const REFRESH_MS = 10_000;

/** State of the platform's parts, read again every 10 seconds. Without an answer, `error` is set and `data` is the last one. */
export const useHealth = () =>
  useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => readHealth(location.origin, { signal }),
    refetchInterval: REFRESH_MS,
    // An answer says more than the browser's guess about its connection.
    networkMode: "always",
    retry: false,
    staleTime: 0,
  });
