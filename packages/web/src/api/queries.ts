import { PegbarError } from "@pegbar/sdk";
import { QueryClient } from "@tanstack/react-query";

/** What was asked stays fresh until an event says otherwise; the client itself repeats what may be repeated. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => !(error instanceof PegbarError) && failures < 2,
    },
    // Without a connection it is said at once: what waited would be done later, when nobody thinks of it any more.
    mutations: { retry: false, networkMode: "always" },
  },
});
