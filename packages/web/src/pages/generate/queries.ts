import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { PegbarError } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import type { BatchRequest } from "./compose-batch.ts";
import type { JobRequest } from "./compose-jobs.ts";

const RETRY_MS = 3000;

/** Duration and price of a job. Its key starts with "quotas", so that it is invalidated with them. */
export const estimate = (body: JobRequest) =>
  queryOptions({
    queryKey: ["quotas", "estimate", body],
    queryFn: ({ signal }) => api.post("/v1/estimates", { body, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    // Retry until the API is reachable again.
    refetchInterval: ({ state: { error } }) =>
      error instanceof PegbarError && (error.code === "network" || error.status >= 500) ? RETRY_MS : false,
  });

/** The same for a batch. */
export const batchEstimate = (body: BatchRequest) =>
  queryOptions({
    queryKey: ["quotas", "estimate", "batch", body],
    queryFn: ({ signal }) => api.post("/v1/estimates/batch", { body, signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    refetchInterval: ({ state: { error } }) =>
      error instanceof PegbarError && (error.code === "network" || error.status >= 500) ? RETRY_MS : false,
  });

/** Thumbnail of an image sequence: that of its first file; null without one. */
export const sequenceThumbnail = (id: string) =>
  queryOptions({
    queryKey: ["image-sequences", id, "thumbnail"],
    queryFn: async ({ signal }) => {
      const params = { path: { id }, query: { limit: 1 } };
      const { items } = await api.get("/v1/image-sequences/{id}/files", { params, signal });
      return items[0]?.thumbnailUrl ?? null;
    },
  });

/** Text inputs of a workflow version's graph, which include the file names of its models. */
export const graphTexts = (versionId: string) =>
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
    // Its thumbnail URL is valid for some minutes.
    staleTime: 120_000,
  });

const SEARCHED_JOBS = 100;
const MAX_TEXTS = 12;

/** Distinct texts that a member entered in a field before, newest first. */
export const earlierTexts = (memberId: string, field: string) =>
  queryOptions({
    queryKey: ["earlier", memberId, field],
    queryFn: async ({ signal }) => {
      const { items } = await api.get("/v1/jobs", { params: { query: { memberId, limit: SEARCHED_JOBS } }, signal });
      const texts = items.map(({ parameters }) => parameters[field]);
      return [...new Set(texts.filter((one): one is string => typeof one === "string" && one.trim() !== ""))].slice(
        0,
        MAX_TEXTS,
      );
    },
    staleTime: 0,
  });
