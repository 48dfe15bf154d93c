import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import type { JobsSearch } from "./search.ts";

const PAGE = 50;

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
            ...(pageParam === undefined ? {} : { cursor: pageParam }),
            ...(state ? { state } : {}),
            ...(show ? { showId: show } : {}),
            ...(member ? { memberId: member } : {}),
          },
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    // Progress is no event of the studio's: while something runs, it is asked for.
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some((job) => job.state === "running")) ? 1500 : false,
  });

export const job = (jobId: string) =>
  queryOptions({
    queryKey: ["job", jobId],
    queryFn: ({ signal }) => api.get("/v1/jobs/{id}", { params: { path: { id: jobId } }, signal }),
  });

export const assetsOf = (jobId: string) =>
  queryOptions({
    queryKey: ["assets", { jobId }],
    queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/assets", { jobId }, { signal })),
  });
