import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { tagged } from "../../../api/tagged.ts";
import type { Quota } from "./meters.ts";

export type Limits = Partial<Quota["limits"]>;

export const quotaOf = (subjectId: string) =>
  queryOptions({
    queryKey: ["quotas", subjectId],
    queryFn: ({ signal }) => tagged<Quota>(`/v1/quotas/${encodeURIComponent(subjectId)}`, signal),
  });

/** What limits would do now, in the API's words. */
export const foreseen = (subjectId: string, limits: Limits) =>
  queryOptions({
    queryKey: ["quotas", subjectId, "foreseen", limits],
    queryFn: ({ signal }) =>
      api.patch("/v1/quotas/{id}", {
        params: { path: { id: subjectId }, query: { dryRun: true } },
        body: limits,
        signal,
      }),
  });

/** Who changed a quota last. */
export const lastChange = (subjectId: string, tag: string) =>
  queryOptions({
    queryKey: ["audit", subjectId, tag],
    queryFn: async ({ signal }) => {
      const query = { subjectId, action: "quota.update", limit: 1 };
      const { items } = await api.get("/v1/audit", { params: { query }, signal });
      return items[0] ?? null;
    },
  });
