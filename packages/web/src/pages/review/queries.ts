import { queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";

export type Version = components["schemas"]["Version"];
/** A line over the picture: points from 0 to 1 across it and down. */
export interface Stroke {
  colour: string;
  width: number;
  points: number[][];
}
export type Note = Omit<components["schemas"]["Note"], "drawing"> & { drawing: Stroke[] };
export type Asset = components["schemas"]["Asset"];

export const version = (id: string) =>
  queryOptions({
    queryKey: ["versions", id],
    queryFn: ({ signal }) => api.get("/v1/versions/{id}", { params: { path: { id } }, signal }),
  });

/** Other versions of the same output in the shot, newest first. */
export const siblings = ({ shotId, name }: Pick<Version, "shotId" | "name">) =>
  queryOptions({
    queryKey: ["versions", { shotId, name }],
    queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/versions", { shotId, name }, { signal })),
  });

const THUMBNAIL_WAIT_MS = 20_000;

/** First file of each frame of a version, by frame. */
export const versionFrames = ({ id, shotId, name, number }: Pick<Version, "id" | "shotId" | "name" | "number">) =>
  queryOptions({
    queryKey: ["assets", { versionId: id }],
    queryFn: async ({ signal }) => {
      const query = { shotId, name, version: number, limit: 200 };
      const assets = await Array.fromAsync(api.pages("/v1/assets", query, { signal }));
      return assets.filter(({ position }) => position === 0).toSorted((a, b) => (a.frame ?? 0) - (b.frame ?? 0));
    },
    refetchInterval: ({ state: { data } }) =>
      data?.some(
        ({ thumbnailUrl, createdAt }) => !thumbnailUrl && Date.now() - Date.parse(createdAt) < THUMBNAIL_WAIT_MS,
      )
        ? 2000
        : false,
  });

export type Rendition = components["schemas"]["Rendition"];

/** Movies and contact sheets of a version. */
export const renditions = (versionId: string) =>
  queryOptions({
    queryKey: ["versions", versionId, "renditions"],
    queryFn: async ({ signal }) => {
      const { items } = await api.get("/v1/versions/{id}/renditions", { params: { path: { id: versionId } }, signal });
      return items;
    },
    refetchInterval: ({ state: { data } }) =>
      data?.some(({ state }) => state === "pending" || state === "waiting") ? 3000 : false,
  });

const NOTES_PAGE = 200;

export const notes = (versionId: string) =>
  queryOptions({
    queryKey: ["versions", versionId, "notes"],
    queryFn: async ({ signal }) => {
      const query = { limit: NOTES_PAGE };
      const { items } = await api.get("/v1/versions/{id}/notes", {
        params: { path: { id: versionId }, query },
        signal,
      });
      return items;
    },
  });
