import { queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import type { Group, Measure } from "./search.ts";
import { formatDuration, formatCount, formatMoney } from "../../../components/format.ts";
import { saveFile } from "../../../components/save-file.ts";

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

/** Downloads usage as CSV. */
export async function saveCsv(groupBy: Group, month: string): Promise<void> {
  const response = await api.request(`/v1/usage?${new URLSearchParams({ groupBy, month, format: "csv" })}`);
  saveFile(await response.blob(), `usage-${month}-by-${groupBy}.csv`);
}

export const measureNames: Record<Measure, string> = { dollars: "Spend", gpuSeconds: "GPU time", jobs: "Jobs" };
export const formatMeasure: Record<Measure, (value: number) => string> = {
  dollars: formatMoney,
  gpuSeconds: formatDuration,
  jobs: formatCount,
};
export const groupNames: Record<Group, string> = { day: "Day", show: "Show", member: "Artist", model: "Model" };

/** Name of the group that a line is about. */
export const getLineName = (line: UsageLine, by: Group | "month"): string =>
  line.key[by]?.name ?? line.key[by]?.id ?? (by === "model" ? "no model" : "unknown");
