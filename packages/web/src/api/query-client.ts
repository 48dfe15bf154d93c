import { PegbarError } from "@pegbar/sdk";
import { QueryClient } from "@tanstack/react-query";

/** Data stays fresh until an event invalidates it. The API client retries idempotent requests itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => !(error instanceof PegbarError) && failures < 2,
    },
    // Fail at once when offline: a queued change would run later, when the user no longer expects it.
    mutations: { retry: false, networkMode: "always" },
  },
});
