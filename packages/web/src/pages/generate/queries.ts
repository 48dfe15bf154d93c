import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { PegbarError } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import type { Body } from "./compose.ts";

const REPEAT_MS = 3000;

/** What a job would take and cost. Kept beside the quotas, so that what changes them asks for it anew. */
export const estimate = (body: Body) =>
  queryOptions({
    queryKey: ["quotas", "estimate", body],
    queryFn: ({ signal }) => api.post("/v1/estimates", { body, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    // When nobody answers, it is asked for until somebody does.
    refetchInterval: ({ state: { error } }) =>
      error instanceof PegbarError && (error.code === "network" || error.status >= 500) ? REPEAT_MS : false,
  });

/** Where a workflow version's graph has texts: among them the names of its models. */
export const namesIn = (versionId: string) =>
  queryOptions({
    queryKey: ["workflow-names", versionId],
    queryFn: async ({ signal }) => {
      const { items } = await api.get("/v1/workflows/{id}/versions", {
        params: { path: { id: versionId }, query: { limit: 1 } },
        signal,
      });
      const nodes = Object.entries((items[0]?.graph ?? {}) as Record<string, { inputs?: Record<string, unknown> }>);
      return nodes.flatMap(([node, { inputs = {} }]) =>
        Object.entries(inputs).flatMap(([input, name]) => (typeof name === "string" ? [{ node, input, name }] : [])),
      );
    },
    // A version never changes.
    staleTime: Infinity,
  });

export const input = (inputId: string) =>
  queryOptions({
    queryKey: ["input", inputId],
    queryFn: ({ signal }) => api.get("/v1/inputs/{id}", { params: { path: { id: inputId } }, signal }),
    // Its thumbnail's address serves some minutes.
    staleTime: 120_000,
  });

const LOOKED_THROUGH = 100;
const SHOWN = 12;

/** What somebody wrote into a field before, newest first, each once. */
export const earlier = (memberId: string, field: string) =>
  queryOptions({
    queryKey: ["earlier", memberId, field],
    queryFn: async ({ signal }) => {
      const { items } = await api.get("/v1/jobs", { params: { query: { memberId, limit: LOOKED_THROUGH } }, signal });
      const texts = items.map(({ parameters }) => parameters[field]);
      return [...new Set(texts.filter((one): one is string => typeof one === "string" && one.trim() !== ""))].slice(
        0,
        SHOWN,
      );
    },
    staleTime: 0,
  });
