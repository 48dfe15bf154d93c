import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import type { PicturesSearch } from "./search.ts";

export type Asset = components["schemas"]["Asset"];

const PAGE = 100;

/** Matching assets, newest first. Thumbnail URLs are valid for 15 minutes. */
export const pictures = ({ q, show, shot, member, model, from, to }: PicturesSearch) =>
  infiniteQueryOptions({
    queryKey: ["assets", { q, show, shot, member, model, from, to }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get("/v1/assets", {
        params: {
          query: {
            limit: PAGE,
            ...(pageParam === undefined ? {} : { cursor: pageParam }),
            ...(q === undefined ? {} : { q }),
            ...(show === undefined ? {} : { showId: show }),
            ...(shot === undefined ? {} : { shotId: shot }),
            ...(member === undefined ? {} : { memberId: member }),
            ...(model === undefined ? {} : { modelId: model }),
            ...(from === undefined ? {} : { createdAfter: getDayStart(from) }),
            ...(to === undefined ? {} : { createdBefore: getDayStart(to, 1) }),
          },
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 10 * 60_000,
  });

/** Midnight, in the reader's time zone, of `days` days after `day`, as an ISO timestamp. */
function getDayStart(day: string, days = 0): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + days);
  return date.toISOString();
}

export const asset = (id: string) =>
  queryOptions({
    queryKey: ["asset", id],
    queryFn: ({ signal }) => api.get("/v1/assets/{id}", { params: { path: { id } }, signal }),
    staleTime: 10 * 60_000,
  });

/** A result is signed within seconds of its job's end; after this time it is no longer polled. */
const SIGNED_WITHIN_MS = 60_000;
const POLL_MS = 1500;

/** The asset's file with content credentials, polled while it may still be signed. */
export const credentialed = ({ id, credentialed: known, credentialsIn, createdAt }: Asset) =>
  queryOptions({
    queryKey: ["credentialed", id],
    queryFn: async ({ signal }) =>
      (await api.get("/v1/assets/{id}", { params: { path: { id } }, signal })).credentialed,
    enabled: credentialsIn !== "none",
    ...(known ? { initialData: known, staleTime: Infinity } : {}),
    refetchInterval: ({ state }) =>
      !state.data && Date.now() - Date.parse(createdAt) < SIGNED_WITHIN_MS ? POLL_MS : false,
  });

/** The original file. It never changes. */
export const file = (id: string) =>
  queryOptions({
    queryKey: ["file", id],
    queryFn: async ({ signal }) => {
      const response = await api.request(`/v1/assets/${encodeURIComponent(id)}/download`, { signal });
      return response.blob();
    },
    staleTime: Infinity,
    gcTime: 60_000,
  });
