import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { api } from "../../api/client.ts";
import type { FormInput } from "./compose-jobs.ts";
import { describeMedia } from "./describe-media.ts";
import { takesType } from "./takes-type.ts";

export type Input = components["schemas"]["Input"];
export type Asset = components["schemas"]["Asset"];
/** Uploads or results. */
export type PickerKind = "inputs" | "assets";
/** A picture that can become an input. */
export interface PickerItem {
  id: string;
  name: string;
  detail: string;
  source: Input | Asset;
}

const PAGE = 40;
/** Query parameters of one page. */
const getPageQuery = (q: string, cursor: string | undefined) => ({
  limit: PAGE,
  ...(q === "" ? {} : { q }),
  ...(cursor === undefined ? {} : { cursor }),
});

export const inputs = (q: string, kind: FormInput["kind"]) =>
  infiniteQueryOptions({
    queryKey: ["inputs", q, kind],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor, signal }) => {
      const query = { status: "verified" as const, ...getPageQuery(q, cursor) };
      const { items, next } = await api.get("/v1/inputs", { params: { query }, signal });
      const usable = items.filter(({ contentType }) => takesType(kind, contentType));
      return { items: usable.map(toInputItem), next };
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
const toInputItem = (source: Input): PickerItem => ({
  id: source.id,
  name: source.filename,
  detail: describeMedia(source),
  source,
});

export const assets = (q: string, kind: FormInput["kind"]) =>
  infiniteQueryOptions({
    queryKey: ["assets", "to-use", q, kind],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor, signal }) => {
      const { items, next } = await api.get("/v1/assets", { params: { query: getPageQuery(q, cursor) }, signal });
      const usable = items.filter(({ contentType }) => takesType(kind, contentType));
      return { items: usable.map(toAssetItem), next };
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
const toAssetItem = (source: Asset): PickerItem => ({
  id: source.id,
  name: `${source.show}/${source.sequence}/${source.shot}`,
  detail: `${source.name} ${formatVersion(source.version)}`,
  source,
});
