import { queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";

export type Model = components["schemas"]["Model"];

/** Who used a model, by show and member. */
export const modelUses = (id: string) =>
  queryOptions({
    queryKey: ["models", id, "users"],
    queryFn: async ({ signal }) => (await api.get("/v1/models/{id}/users", { params: { path: { id } }, signal })).items,
  });
