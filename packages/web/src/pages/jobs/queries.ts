import type { components } from "@pegbar/sdk";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import type { JobsSearch } from "./search.ts";

const PAGE = 50;
const QUEUE_MS = 15_000;

/** Jobs that fit, newest first, a page at a time. */
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
    // Progress, a picture that is still being made, and others' jobs in the queue are no events that one hears of: they are
    // asked for.
    refetchInterval: ({ state: { data } }) => {
      const items = data?.pages.flatMap((page) => page.items) ?? [];
      return items.some(moves) ? 1500 : items.some(({ state }) => state === "queued") ? QUEUE_MS : false;
    },
  });

/** A result's thumbnail is there a little later than the result. */
const THUMBNAIL_MS = 20_000;

const moves = ({ state, pictureUrl, endedAt }: components["schemas"]["JobSummary"]): boolean =>
  state === "running" ||
  (state === "succeeded" &&
    pictureUrl === undefined &&
    endedAt !== null &&
    Date.now() - Date.parse(endedAt) < THUMBNAIL_MS);

export const job = (jobId: string) =>
  queryOptions({
    queryKey: ["job", jobId],
    queryFn: ({ signal }) =>
      api.get("/v1/jobs/{id}", { params: { path: { id: jobId }, query: { wait: true } }, signal }),
  });

export const assetsOf = (jobId: string) =>
  queryOptions({
    queryKey: ["assets", { jobId }],
    queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/assets", { jobId }, { signal })),
    refetchInterval: ({ state: { data } }) =>
      data?.some(({ thumbnailUrl, createdAt }) => !thumbnailUrl && Date.now() - Date.parse(createdAt) < THUMBNAIL_MS)
        ? 1500
        : false,
  });
