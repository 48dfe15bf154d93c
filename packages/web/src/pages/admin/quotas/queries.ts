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
      change(subjectId, { params: { path: { id: subjectId }, query: { dryRun: true } }, body: limits, signal }),
  });

export const setLimits = (subjectId: string, limits: Limits, header?: { "if-match": string }) =>
  change(subjectId, { params: { path: { id: subjectId }, ...(header ? { header } : {}) }, body: limits });

interface Change {
  params: { path: { id: string }; query?: { dryRun: boolean }; header?: { "if-match": string } };
  body: Limits;
  signal?: AbortSignal;
}
/** A studio's limits are the operator's to set, those of shows and members its admins'. */
const change = (subjectId: string, init: Change) =>
  subjectId.startsWith("ten_") ? api.patch("/v1/tenants/{id}/quota", init) : api.patch("/v1/quotas/{id}", init);

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
