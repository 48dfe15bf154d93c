import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";

/** Short lists that are loaded completely. */
export const shows = queryOptions({
  queryKey: ["shows"],
  queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/shows", { limit: 200 }, { signal })),
});
export const workflows = queryOptions({
  queryKey: ["workflows"],
  queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/workflows", { limit: 200 }, { signal })),
});
export const models = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/models", { limit: 200 }, { signal })),
});
export const members = queryOptions({
  queryKey: ["members"],
  queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/members", { limit: 200 }, { signal })),
});
export const quotas = queryOptions({
  queryKey: ["quotas"],
  queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/quotas", { limit: 200 }, { signal })),
});
