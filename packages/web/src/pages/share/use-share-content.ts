import { PegbarError, type components } from "@pegbar/sdk";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { createShareClient } from "./client.ts";

export type Shared = components["schemas"]["Shared"];
export type SharedPicture = components["schemas"]["SharedPictures"]["items"][number];

/** A visit lasts as long as the page, so that it is counted once. */
let visit: string | undefined;

const PAGE = 200;
const MAKING_MS = 3000;

/** What the link shows. Polled while its pictures are being made. */
export function useShareContent(secret: string) {
  const client = useMemo(() => createShareClient(secret, () => visit), [secret]);
  return useQuery({
    queryKey: ["shared", secret],
    queryFn: async ({ signal }) => {
      const found = await client.get("/v1/shared", { signal });
      visit = found.visit;
      return found;
    },
    refetchInterval: ({ state: { data } }) =>
      data?.versions.some(({ made, frames }) => made < frames) ? MAKING_MS : false,
  });
}

/**
 * The pictures of one version, by frame.
 * @param made number of made pictures, with which the answer changes
 */
export function useSharedPictures(secret: string, version: number, made: number) {
  return useQuery(
    queryOptions({
      queryKey: ["shared", secret, "pictures", version, made],
      queryFn: async ({ signal }) => {
        const client = createShareClient(secret, () => visit);
        const found: SharedPicture[] = [];
        for (;;) {
          const query = { version, offset: found.length, limit: PAGE };
          const { items } = await client.get("/v1/shared/pictures", { params: { query }, signal });
          found.push(...items);
          if (items.length < PAGE) return found;
        }
      },
      placeholderData: (before, query) => (query?.queryKey[3] === version ? before : undefined),
      // Pictures that were shown stay in memory; their addresses are valid for minutes only.
      staleTime: Number.POSITIVE_INFINITY,
    }),
  );
}

/** Whether the link has ended or never was, so that trying again does not help. */
export const isGone = (error: unknown): error is PegbarError =>
  error instanceof PegbarError && (error.code === "link_ended" || error.code === "not_found");
