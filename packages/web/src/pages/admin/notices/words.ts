import type { components } from "@pegbar/sdk";
import { bytes, duration, money, monthName } from "../../../parts/amount.ts";

export type Notice = components["schemas"]["Notice"];

const meters: Record<string, { of: string; show: (value: number) => string }> = {
  dollarsPerMonth: { of: "spend", show: money },
  gpuSecondsPerMonth: { of: "GPU time", show: duration },
  storageBytes: { of: "storage", show: bytes },
};

/** A notice as one would tell it to somebody. `name` is whose quota it is. */
export function wordsOf({ meter, threshold, period, data }: Notice, name: string): { title: string; text: string } {
  const { of, show } = meters[meter] ?? { of: meter, show: String };
  const amount = (key: string) => (typeof data[key] === "number" ? show(data[key]) : "?");
  const when = period === "now" ? "" : ` for ${monthName(period)}`;
  const numbers = `${amount("taken")} of ${amount("limit")} are used or reserved.`;
  if (threshold < 100)
    return {
      title: `${name}: ${threshold} % of the ${of}${when} is taken`,
      text: `${numbers} ${threshold < 80 ? "Nothing has to be done." : "Look whether the rest will do, or raise the limit."}`,
    };
  return {
    title: `${name}: the ${of}${when} is used up`,
    text: `${numbers} New jobs are refused until ${period === "now" ? "something is deleted" : "the month is over"} or the limit is raised.`,
  };
}

export const toneOf = ({ threshold }: Notice) => (threshold >= 100 ? "bad" : threshold >= 80 ? "warn" : "busy");
