import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";

export type Erasure = components["schemas"]["Erasure"];
export type Foreseen = components["schemas"]["ErasureForeseen"];
export type Kind = Erasure["kinds"][number];
/** What to erase: kinds of a member's values, or one input. */
export type Subject = { memberId: string; kinds: Kind[] } | { inputId: string };

/** What was chosen, and the name to type to confirm it. */
export interface Choice {
  subject: Subject;
  name: string;
}

const PAGE = 50;
const POLL_MS = 2000;
/** The API requires a reason with every request, but does not store that of a dry run. */
const DRY_RUN_REASON = "dry run";

/** All erasures, newest first; polled while one is running, because erasures send no event. */
export const erasures = infiniteQueryOptions({
  queryKey: ["erasures"],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) =>
    api.get("/v1/erasures", {
      params: { query: { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) } },
      signal,
    }),
  getNextPageParam: ({ next }) => next ?? undefined,
  refetchInterval: ({ state: { data } }) =>
    data?.pages.some(({ items }) => items.some(({ doneAt }) => doneAt === null)) ? POLL_MS : false,
});

export const erasure = (id: string) =>
  queryOptions({
    queryKey: ["erasures", id],
    queryFn: ({ signal }) => api.get("/v1/erasures/{id}", { params: { path: { id } }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.doneAt === null ? POLL_MS : false),
  });

/** A dry run. It changes nothing, and is repeated for each choice because counts change. */
export const preview = (subject: Subject | undefined) =>
  queryOptions({
    queryKey: ["erasure-preview", subject],
    enabled: subject !== undefined,
    staleTime: 0,
    retry: false,
    queryFn: async ({ signal }) => {
      if (!subject) throw new Error("there is nothing to preview");
      const body = { ...subject, reason: DRY_RUN_REASON };
      const foreseen = await api.post("/v1/erasures", { params: { query: { dryRun: true } }, body, signal });
      if (!("results" in foreseen)) throw new Error("The preview has no counts. Reload the page.");
      return foreseen;
    },
  });

/** Files to choose from, by part of their name. */
export const findInputs = (q: string) =>
  queryOptions({
    queryKey: ["inputs-to-erase", q],
    queryFn: ({ signal }) =>
      api.get("/v1/inputs", {
        params: { query: { status: "verified" as const, limit: 10, ...(q === "" ? {} : { q }) } },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
