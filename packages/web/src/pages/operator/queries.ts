import { queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { tagged } from "../../api/tagged.ts";
import type { Quota } from "../admin/quotas/meters.ts";

export type Studio = components["schemas"]["TenantSummary"];

/** No event of a studio's reaches its operator: numbers are asked for again. */
const again = { staleTime: 0, refetchInterval: 10_000 } as const;

export const studioList = queryOptions({
  queryKey: ["studios"],
  queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/tenants", { limit: 200, sort: "name" }, { signal })),
  ...again,
});

export const studio = (id: string) =>
  queryOptions({
    queryKey: ["studios", id],
    queryFn: ({ signal }) => api.get("/v1/tenants/{id}", { params: { path: { id } }, signal }),
  });

export const fleet = queryOptions({
  queryKey: ["fleet"],
  queryFn: ({ signal }) => api.get("/v1/fleet", { signal }),
  ...again,
});

export const goldenImage = queryOptions({
  queryKey: ["fleet", "image"],
  queryFn: ({ signal }) => api.get("/v1/fleet/image", { signal }),
  ...again,
});

/** Whoever runs the cluster is asked each time: not more often than it changes. */
export const clusterState = queryOptions({
  queryKey: ["fleet", "cluster"],
  queryFn: ({ signal }) => api.get("/v1/fleet/cluster", { signal }),
  staleTime: 60_000,
  refetchInterval: 60_000,
});

/** As the studio's own admins read it from /v1/quotas, under the same key: nobody is both in one sign-in. */
export const quotaOfStudio = (id: string) =>
  queryOptions({
    queryKey: ["quotas", id],
    queryFn: ({ signal }) => tagged<Quota>(`/v1/tenants/${encodeURIComponent(id)}/quota`, signal),
    ...again,
  });
