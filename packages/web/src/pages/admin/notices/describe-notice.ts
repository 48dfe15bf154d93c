import type { components } from "@pegbar/sdk";
import { formatBytes, formatDuration, formatMoney, formatMonth } from "../../../components/format.ts";

export type Notice = components["schemas"]["Notice"];

const meters: Record<string, { label: string; format: (value: number) => string }> = {
  dollarsPerMonth: { label: "spend", format: formatMoney },
  gpuSecondsPerMonth: { label: "GPU time", format: formatDuration },
  storageBytes: { label: "storage", format: formatBytes },
};

/** Title and text of a notice. `name` is the subject of the quota. */
export function describeNotice(
  { meter, threshold, period, data }: Notice,
  name: string,
): { title: string; text: string } {
  const { label, format } = meters[meter] ?? { label: meter, format: String };
  const formatAmount = (key: string) => (typeof data[key] === "number" ? format(data[key]) : "?");
  const month = period === "now" ? "" : ` in ${formatMonth(period)}`;
  const numbers = `${formatAmount("taken")} of ${formatAmount("limit")} used or reserved.`;
  if (threshold < 100)
    return {
      title: `${name}: ${threshold} % of the ${label} limit reached${month}`,
      text: `${numbers} ${threshold < 80 ? "No action needed." : "Check whether the rest is enough, or raise the limit."}`,
    };
  return {
    title: `${name}: ${label} limit reached${month}`,
    text: `${numbers} New jobs are rejected until ${period === "now" ? "files are deleted" : "the month ends"} or the limit is raised.`,
  };
}

export const getTone = ({ threshold }: Notice) => (threshold >= 100 ? "bad" : threshold >= 80 ? "warn" : "busy");
