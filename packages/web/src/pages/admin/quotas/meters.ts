import type { components } from "@pegbar/sdk";
import { formatBytes, formatCount, formatDuration, formatMoney } from "../../../components/format.ts";

export type Quota = components["schemas"]["Quota"];
export type LimitName = keyof Quota["limits"];

/** One kind of limit: its usage, and how it is displayed and typed. */
export interface Meter {
  limit: LimitName;
  name: string;
  /** Unit before or after the number in the input field. */
  prefix?: string;
  suffix?: string;
  /** Number of API units per unit of the input field. */
  unit: number;
  isWhole: boolean;
  /** Resets every month, so that usage at the month's end can be projected. */
  isMonthly: boolean;
  getUsed: (quota: Quota) => number;
  getReserved: (quota: Quota) => number;
  format: (value: number) => string;
}

const getZero = () => 0;
export const meters: readonly Meter[] = [
  {
    limit: "dollarsPerMonth",
    name: "Monthly spend",
    prefix: "$",
    unit: 1,
    isWhole: false,
    isMonthly: true,
    getUsed: ({ used }) => used.dollars,
    getReserved: ({ reserved }) => reserved.dollars,
    format: formatMoney,
  },
  {
    limit: "gpuSecondsPerMonth",
    name: "Monthly GPU time",
    suffix: "hours",
    unit: 3600,
    isWhole: false,
    isMonthly: true,
    getUsed: ({ used }) => used.gpuSeconds,
    getReserved: ({ reserved }) => reserved.gpuSeconds,
    format: formatDuration,
  },
  {
    limit: "runningJobs",
    name: "Running jobs",
    suffix: "jobs",
    unit: 1,
    isWhole: true,
    isMonthly: false,
    getUsed: ({ used }) => used.runningJobs,
    getReserved: getZero,
    format: formatCount,
  },
  {
    limit: "waitingJobs",
    name: "Queued jobs",
    suffix: "jobs",
    unit: 1,
    isWhole: true,
    isMonthly: false,
    getUsed: ({ used }) => used.waitingJobs,
    getReserved: getZero,
    format: formatCount,
  },
  {
    limit: "storageBytes",
    name: "Storage",
    suffix: "GB",
    unit: 1e9,
    isWhole: false,
    isMonthly: false,
    getUsed: ({ used }) => used.storageBytes,
    getReserved: getZero,
    format: formatBytes,
  },
];

/** A limit as text for its input field, with as few digits as give the same limit; empty for no limit. */
export function formatLimitInput(meter: Meter, limit: number | null): string {
  if (limit === null) return "";
  const value = limit / meter.unit;
  const texts = Array.from({ length: 10 }, (_, digits) => value.toFixed(digits));
  const found = texts.find((text) => {
    const back = parseLimitInput(meter, text);
    return "limit" in back && back.limit === limit;
  });
  return found ?? String(value);
}

/** Parses a typed limit into API units; null for no limit. */
export function parseLimitInput({ unit, isWhole }: Meter, text: string): { limit: number | null } | { error: string } {
  const typed = text.trim();
  if (typed === "") return { limit: null };
  if (!/^\d+(\.\d+)?$/.test(typed)) return { error: "Enter a number such as 250 or 12.5, or leave it empty." };
  const limit = Number(typed) * unit;
  if (isWhole && !Number.isInteger(limit)) return { error: "Enter a whole number, or leave it empty." };
  return { limit: unit > 1 ? Math.round(limit) : limit };
}
