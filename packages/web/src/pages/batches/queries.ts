import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";

export type Batch = components["schemas"]["Batch"];
export type BatchSummary = components["schemas"]["BatchSummary"];

const PAGE = 50;
const FRAMES_PAGE = 200;
const CHANGING_MS = 2000;

/** Batches, newest first. */
export const batches = infiniteQueryOptions({
  queryKey: ["batches"],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) =>
    api.get("/v1/batches", {
      params: { query: { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) } },
      signal,
    }),
  getNextPageParam: ({ next }) => next ?? undefined,
});

export const batch = (id: string) =>
  queryOptions({
    queryKey: ["batch", id],
    queryFn: ({ signal }) => api.get("/v1/batches/{id}", { params: { path: { id } }, signal }),
  });

/** Jobs of a batch in the order of their frames, with pictures. */
export const batchJobs = (batchId: string) =>
  infiniteQueryOptions({
    queryKey: ["batch", batchId, "jobs"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get("/v1/jobs", {
        params: {
          query: {
            batchId,
            sort: "frame",
            limit: FRAMES_PAGE,
            pictures: true,
            ...(pageParam === undefined ? {} : { cursor: pageParam }),
          },
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    // Progress and thumbnails send no studio event.
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) =>
        items.some(({ state, pictureUrl }) => state === "running" || (state === "succeeded" && !pictureUrl)),
      )
        ? CHANGING_MS
        : false,
  });

/** Versions that a batch has made. */
export const batchVersions = (batchId: string) =>
  queryOptions({
    queryKey: ["versions", { batchId }],
    queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/versions", { batchId }, { signal })),
  });
