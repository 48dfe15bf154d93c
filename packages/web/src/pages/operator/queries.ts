import { queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { fetchVersioned } from "../../api/versioned.ts";
import type { Quota } from "../admin/quotas/meters.ts";

export type Studio = components["schemas"]["TenantSummary"];

/** Operators receive no studio events, so numbers are polled. */
const polling = { staleTime: 0, refetchInterval: 10_000 } as const;

export const studioList = queryOptions({
  queryKey: ["studios"],
  queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/tenants", { limit: 200, sort: "name" }, { signal })),
  ...polling,
});

export const studio = (id: string) =>
  queryOptions({
    queryKey: ["studios", id],
    queryFn: ({ signal }) => api.get("/v1/tenants/{id}", { params: { path: { id } }, signal }),
  });

export const fleet = queryOptions({
  queryKey: ["fleet"],
  queryFn: ({ signal }) => api.get("/v1/fleet", { signal }),
  ...polling,
});

export const goldenImage = queryOptions({
  queryKey: ["fleet", "image"],
  queryFn: ({ signal }) => api.get("/v1/fleet/image", { signal }),
  ...polling,
});

/** Each request queries the cluster's own API, so it is polled less often. */
export const clusterState = queryOptions({
  queryKey: ["fleet", "cluster"],
  queryFn: ({ signal }) => api.get("/v1/fleet/cluster", { signal }),
  staleTime: 60_000,
  refetchInterval: 60_000,
});

/** Same query key as the admins' quota: no sign-in is operator and admin at once. */
export const studioQuota = (id: string) =>
  queryOptions({
    queryKey: ["quotas", id],
    queryFn: ({ signal }) => fetchVersioned<Quota>(`/v1/tenants/${encodeURIComponent(id)}/quota`, signal),
    ...polling,
  });
