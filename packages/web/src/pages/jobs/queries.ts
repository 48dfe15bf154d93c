import type { components } from "@pegbar/sdk";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import type { JobsSearch } from "./search.ts";

const PAGE = 50;
const QUEUE_POLL_MS = 15_000;

/** Matching jobs, newest first. */
export const jobs = ({ state, show, member }: JobsSearch) =>
  infiniteQueryOptions({
    queryKey: ["jobs", { state, show, member }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get("/v1/jobs", {
        params: {
          query: {
            limit: PAGE,
            pictures: true,
            wait: true,
            ...(pageParam === undefined ? {} : { cursor: pageParam }),
            ...(state ? { state } : {}),
            ...(show ? { showId: show } : {}),
            ...(member ? { memberId: member } : {}),
          },
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    // Progress, thumbnails and other members' jobs in the queue send no studio event, so they are polled.
    refetchInterval: ({ state: { data } }) => {
      const items = data?.pages.flatMap((page) => page.items) ?? [];
      return items.some(isChanging) ? 1500 : items.some(({ state }) => state === "queued") ? QUEUE_POLL_MS : false;
    },
  });

/** A thumbnail is ready some seconds after its result; after this time it is no longer polled. */
const THUMBNAIL_WAIT_MS = 20_000;

const isChanging = ({ state, pictureUrl, endedAt }: components["schemas"]["JobSummary"]): boolean =>
  state === "running" ||
  (state === "succeeded" &&
    pictureUrl === undefined &&
    endedAt !== null &&
    Date.now() - Date.parse(endedAt) < THUMBNAIL_WAIT_MS);

export const job = (jobId: string) =>
  queryOptions({
    queryKey: ["job", jobId],
    queryFn: ({ signal }) =>
      api.get("/v1/jobs/{id}", { params: { path: { id: jobId }, query: { wait: true } }, signal }),
  });

/** The last span ends when the results are in the ledger, some tenths of a second after the job. */
export const timeline = (jobId: string, hasEnded: boolean) =>
  queryOptions({
    queryKey: ["job", jobId, "timeline"],
    queryFn: ({ signal }) => api.get("/v1/jobs/{id}/timeline", { params: { path: { id: jobId } }, signal }),
    refetchInterval: ({ state: { data } }) => {
      const isOpen = data?.spans.some(({ endedAt }) => endedAt === null);
      if (!isOpen) return false;
      return hasEnded ? 2000 : 5000;
    },
  });

export const assetsByJob = (jobId: string) =>
  queryOptions({
    queryKey: ["assets", { jobId }],
    queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/assets", { jobId }, { signal })),
    refetchInterval: ({ state: { data } }) =>
      data?.some(
        ({ thumbnailUrl, createdAt }) => !thumbnailUrl && Date.now() - Date.parse(createdAt) < THUMBNAIL_WAIT_MS,
      )
        ? 1500
        : false,
  });
