import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api } from "./client.ts";

export const me = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api.get("/v1/me", { signal }),
  staleTime: 60_000,
});

/** The signed-in user and their permissions. */
export function useMe() {
  const { data } = useSuspenseQuery(me);
  return { ...data, can: (permission: string) => permission in data.may };
}
