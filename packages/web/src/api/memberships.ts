import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

/** The signed-in person's invitations, in all studios. */
export const invitations = queryOptions({
  queryKey: ["invitations"],
  queryFn: async ({ signal }) => (await api.get("/v1/invitations", { signal })).items,
  staleTime: 60_000,
});

/** The studios that the signed-in person belongs to. */
export const memberships = queryOptions({
  queryKey: ["memberships"],
  queryFn: ({ signal }) => api.get("/v1/me/memberships", { signal }),
  staleTime: 60_000,
});
