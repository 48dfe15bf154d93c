import { queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import type { Group, Measure } from "./search.ts";
import { duration, count, money } from "../../../parts/amount.ts";
import { saveFile } from "../../../parts/save-file.ts";

export type UsageLine = components["schemas"]["UsageLine"];

export const usageBy = (groupBy: Group | "month", month?: string) =>
  queryOptions({
    queryKey: ["usage", groupBy, month ?? "all"],
    queryFn: async ({ signal }) => {
      const query = { groupBy, ...(month === undefined ? {} : { month }) };
      const { items } = (await api.get("/v1/usage", { params: { query }, signal })) as { items: UsageLine[] };
      return items;
    },
  });

/** The same as a file for spreadsheets. */
export async function saveCsv(groupBy: Group, month: string): Promise<void> {
  const response = await api.request(`/v1/usage?${new URLSearchParams({ groupBy, month, format: "csv" })}`);
  saveFile(await response.blob(), `usage-${month}-by-${groupBy}.csv`);
}

export const measureNames: Record<Measure, string> = { dollars: "Spend", gpuSeconds: "GPU time", jobs: "Jobs" };
export const shown: Record<Measure, (value: number) => string> = { dollars: money, gpuSeconds: duration, jobs: count };
export const groupNames: Record<Group, string> = { day: "Day", show: "Show", member: "Artist", model: "Model" };

/** What a line is about, as people read it. */
export const nameOf = (line: UsageLine, by: Group | "month"): string =>
  line.key[by]?.name ?? line.key[by]?.id ?? (by === "model" ? "no model" : "unknown");
