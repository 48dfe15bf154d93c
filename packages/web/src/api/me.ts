import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api } from "./client.ts";

export const me = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api.get("/v1/me", { signal }),
  staleTime: 60_000,
});

/** Who is here, and what they may do. */
export function useMe() {
  const { data } = useSuspenseQuery(me);
  return { ...data, can: (verb: string) => verb in data.may };
}
