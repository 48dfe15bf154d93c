import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { fetchVersioned } from "../../../api/versioned.ts";
import type { Quota } from "./meters.ts";

export type Limits = Partial<Quota["limits"]> & { weight?: number };

export const quotaById = (subjectId: string) =>
  queryOptions({
    queryKey: ["quotas", subjectId],
    queryFn: ({ signal }) => fetchVersioned<Quota>(`/v1/quotas/${encodeURIComponent(subjectId)}`, signal),
  });

/** Effects of a change of limits, as the API describes them. Changes nothing. */
export const limitEffects = (subjectId: string, limits: Limits) =>
  queryOptions({
    queryKey: ["quotas", subjectId, "foreseen", limits],
    queryFn: ({ signal }) =>
      patchLimits(subjectId, { params: { path: { id: subjectId }, query: { dryRun: true } }, body: limits, signal }),
  });

export const setLimits = (subjectId: string, limits: Limits, header?: { "if-match": string }) =>
  patchLimits(subjectId, { params: { path: { id: subjectId }, ...(header ? { header } : {}) }, body: limits });

interface PatchInit {
  params: { path: { id: string }; query?: { dryRun: boolean }; header?: { "if-match": string } };
  body: Limits;
  signal?: AbortSignal;
}
/** The operator sets a studio's limits; admins set those of shows and members. */
const patchLimits = (subjectId: string, init: PatchInit) =>
  subjectId.startsWith("ten_") ? api.patch("/v1/tenants/{id}/quota", init) : api.patch("/v1/quotas/{id}", init);

/** The last change of a quota in the audit log. */
export const lastChange = (subjectId: string, tag: string) =>
  queryOptions({
    queryKey: ["audit", subjectId, tag],
    queryFn: async ({ signal }) => {
      const query = { subjectId, action: "quota.update", limit: 1 };
      const { items } = await api.get("/v1/audit", { params: { query }, signal });
      return items[0] ?? null;
    },
  });
