import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";

export type Input = components["schemas"]["Input"];
export type Asset = components["schemas"]["Asset"];
/** What was uploaded, or results. */
export type Kind = "inputs" | "assets";
/** A picture that can be used as an input. */
export interface Item {
  id: string;
  name: string;
  detail: string;
  take: Input | Asset;
}

const PAGE = 40;
const TYPES = ["image/png", "image/jpeg", "image/webp"];

/** What a page of either list is asked with. */
const part = (q: string, cursor: string | undefined) => ({
  limit: PAGE,
  ...(q === "" ? {} : { q }),
  ...(cursor === undefined ? {} : { cursor }),
});

export const inputs = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["inputs", q],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor, signal }) => {
      const query = { status: "verified" as const, ...part(q, cursor) };
      const { items, next } = await api.get("/v1/inputs", { params: { query }, signal });
      return { items: items.map(itemOf), next };
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
const itemOf = (take: Input): Item => ({
  id: take.id,
  name: take.filename,
  detail: `${take.width} × ${take.height}`,
  take,
});

export const assets = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["assets", "to-use", q],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor, signal }) => {
      const { items, next } = await api.get("/v1/assets", { params: { query: part(q, cursor) }, signal });
      const pictures = items.filter(({ contentType }) => TYPES.includes(contentType));
      return { items: pictures.map(resultOf), next };
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
const resultOf = (take: Asset): Item => ({
  id: take.id,
  name: `${take.show}/${take.sequence}/${take.shot}`,
  detail: `${take.name} v${String(take.version).padStart(3, "0")}`,
  take,
});
