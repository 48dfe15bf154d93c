import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";

export type Webhook = components["schemas"]["Webhook"];
export type Delivery = components["schemas"]["WebhookDelivery"];
export type DeliveryState = Delivery["state"];
export type WebhookEvent = Webhook["events"][number];

export const webhooks = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) => Array.fromAsync(api.pages("/v1/webhooks", { limit: 200 }, { signal })),
});

export const webhook = (id: string) =>
  queryOptions({
    queryKey: ["webhooks", id],
    queryFn: ({ signal }) => api.get("/v1/webhooks/{id}", { params: { path: { id } }, signal }),
  });

const PAGE = 50;
const POLL_MS = 2000;

/** A webhook's deliveries, newest first; polled while one is pending, because deliveries send no event. */
export const deliveries = (id: string, state: DeliveryState | undefined) =>
  infiniteQueryOptions({
    queryKey: ["webhooks", id, "deliveries", state ?? ""],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get("/v1/webhooks/{id}/deliveries", {
        params: {
          path: { id },
          query: {
            limit: PAGE,
            ...(pageParam === undefined ? {} : { cursor: pageParam }),
            ...(state ? { state } : {}),
          },
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some((one) => one.state === "pending")) ? POLL_MS : false,
  });
