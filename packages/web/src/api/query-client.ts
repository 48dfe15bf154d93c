import { PegbarError } from "@pegbar/sdk";
import { QueryClient } from "@tanstack/react-query";

/** Data stays fresh until an event invalidates it. The API client retries idempotent requests itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // Without a connection a page says so at once, and is read again when it is back; otherwise it would seem to load.
      networkMode: "always",
      retry: (failures, error) => !(error instanceof PegbarError) && failures < 2,
    },
    // Fail at once when offline: a queued change would run later, when the user no longer expects it.
    mutations: { retry: false, networkMode: "always" },
  },
});
