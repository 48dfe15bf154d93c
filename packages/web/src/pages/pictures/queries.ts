import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { CHUNK, type Chunk } from "./gallery/chunks.ts";
import { applyRecentMarks } from "./recent-marks.ts";
import type { PicturesSearch } from "./search.ts";

export type Asset = components["schemas"]["Asset"];

const flags = ["favourite", "rejected", "notRejected"] as const;

/** The API's filters for those of the URL. Days begin at the reader's midnight. */
const toFilters = ({ q, show, shot, member, model, from, to, flag, rating, tag }: PicturesSearch) => {
  const known = flags.find((one) => one === flag);
  const stars = Number(rating);
  return {
    ...(q === undefined ? {} : { q }),
    ...(show === undefined ? {} : { showId: show }),
    ...(shot === undefined ? {} : { shotId: shot }),
    ...(member === undefined ? {} : { memberId: member }),
    ...(model === undefined ? {} : { modelId: model }),
    ...(from === undefined ? {} : { createdAfter: getDayStart(from) }),
    ...(to === undefined ? {} : { createdBefore: getDayStart(to, 1) }),
    ...(known === undefined ? {} : { flag: known }),
    ...(stars >= 1 && stars <= 5 ? { minRating: stars } : {}),
    ...(tag === undefined ? {} : { tag }),
  };
};

const STALE_MS = 10 * 60_000;

/** Number of matching assets per day or shot. */
export const groups = ({ group, open: _open, compare: _compare, ...search }: PicturesSearch) => {
  const by = group === "shot" ? ("shot" as const) : ("day" as const);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return queryOptions({
    queryKey: ["assets", "groups", by, timeZone, search],
    queryFn: ({ signal }) =>
      api.get("/v1/assets/groups", { params: { query: { by, timeZone, ...toFilters(search) } }, signal }),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });
};

/** The assets of a chunk of the gallery, newest first. Thumbnail URLs are valid for 15 minutes. */
export const chunkAssets = (
  { group: _group, open: _open, compare: _compare, ...search }: PicturesSearch,
  { filter, cursor }: Pick<Chunk, "filter" | "cursor">,
) =>
  queryOptions({
    queryKey: ["assets", "chunk", search, filter, cursor],
    queryFn: async ({ signal }) => {
      const query = {
        limit: CHUNK,
        ...toFilters(search),
        ...filter,
        ...(cursor === undefined ? {} : { cursor }),
      };
      const requestedAt = performance.now();
      return applyRecentMarks((await api.get("/v1/assets", { params: { query }, signal })).items, requestedAt);
    },
    staleTime: STALE_MS,
  });

/** Tags of the studio, the most frequent first. */
export const tags = queryOptions({
  queryKey: ["tags"],
  queryFn: async ({ signal }) => (await api.get("/v1/assets/tags", { signal })).items,
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
    staleTime: STALE_MS,
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

/** The original file of an asset (`ast_…`) or an input (`inp_…`). It never changes. */
export const file = (id: string) =>
  queryOptions({
    queryKey: ["file", id],
    queryFn: async ({ signal }) => {
      const kind = id.startsWith("inp_") ? "inputs" : "assets";
      const response = await api.request(`/v1/${kind}/${encodeURIComponent(id)}/download`, { signal });
      return response.blob();
    },
    staleTime: Infinity,
    gcTime: 60_000,
  });
