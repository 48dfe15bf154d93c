import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { fetchVersioned } from "../../api/versioned.ts";

export type PlaylistSummary = components["schemas"]["PlaylistSummary"];
export type Playlist = components["schemas"]["Playlist"];
export type ShareLink = components["schemas"]["ShareLink"];
/** What a link shows. */
export type Shareable = { versionId: string } | { playlistId: string };

const PAGE = 50;

/** Playlists of the user's shows, newest first. */
export const playlists = infiniteQueryOptions({
  queryKey: ["playlists"],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) =>
    api.get("/v1/playlists", {
      params: { query: { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) } },
      signal,
    }),
  getNextPageParam: ({ next }) => next ?? undefined,
});

/** The newest playlists of a show, to choose one. */
export const playlistsOfShow = (showId: string) =>
  queryOptions({
    queryKey: ["playlists", { showId }],
    queryFn: async ({ signal }) => {
      const query = { showId, limit: 200 };
      return (await api.get("/v1/playlists", { params: { query }, signal })).items;
    },
  });

/** A playlist with its ETag. */
export const playlist = (id: string) =>
  queryOptions({
    queryKey: ["playlists", id],
    queryFn: ({ signal }) => fetchVersioned<Playlist>(`/v1/playlists/${id}`, signal),
  });

/** Its versions in order. Below the key of versions, so that a review updates them. */
export const playlistVersions = (id: string) =>
  queryOptions({
    queryKey: ["versions", { playlistId: id }],
    queryFn: async ({ signal }) => {
      const found: components["schemas"]["Version"][] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
        const page = await api.get("/v1/playlists/{id}/versions", { params: { path: { id }, query }, signal });
        found.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return found;
    },
  });

const MAKING_MS = 2000;

/** Links that show a version or were made from a playlist, newest first. */
export const shareLinks = (what: Shareable) =>
  queryOptions({
    queryKey: ["share-links", what],
    queryFn: async ({ signal }) =>
      (await api.get("/v1/share-links", { params: { query: { ...what, limit: 50 } }, signal })).items,
    refetchInterval: ({ state: { data } }) =>
      data?.some(({ state, made, pictures }) => state === "active" && made < pictures) ? MAKING_MS : false,
  });
