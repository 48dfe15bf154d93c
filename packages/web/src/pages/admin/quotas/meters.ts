import type { components } from "@pegbar/sdk";
import { bytes, count, duration, money } from "../../../parts/amount.ts";

export type Quota = components["schemas"]["Quota"];
export type LimitName = keyof Quota["limits"];

/** One kind of limit: what is taken of it, and how people write it. */
export interface Meter {
  limit: LimitName;
  name: string;
  /** What stands around the number in its field. */
  before?: string;
  behind?: string;
  /** How many of the API's units one of the field's has. */
  unit: number;
  whole: boolean;
  /** Begins anew each month: what was used so far says how the month may end. */
  monthly: boolean;
  used: (quota: Quota) => number;
  reserved: (quota: Quota) => number;
  show: (value: number) => string;
}

const none = () => 0;
export const meters: readonly Meter[] = [
  {
    limit: "dollarsPerMonth",
    name: "Spend a month",
    before: "$",
    unit: 1,
    whole: false,
    monthly: true,
    used: ({ used }) => used.dollars,
    reserved: ({ reserved }) => reserved.dollars,
    show: money,
  },
  {
    limit: "gpuSecondsPerMonth",
    name: "GPU time a month",
    behind: "hours",
    unit: 3600,
    whole: false,
    monthly: true,
    used: ({ used }) => used.gpuSeconds,
    reserved: ({ reserved }) => reserved.gpuSeconds,
    show: duration,
  },
  {
    limit: "runningJobs",
    name: "Jobs running at once",
    behind: "jobs",
    unit: 1,
    whole: true,
    monthly: false,
    used: ({ used }) => used.runningJobs,
    reserved: none,
    show: count,
  },
  {
    limit: "waitingJobs",
    name: "Jobs waiting",
    behind: "jobs",
    unit: 1,
    whole: true,
    monthly: false,
    used: ({ used }) => used.waitingJobs,
    reserved: none,
    show: count,
  },
  {
    limit: "storageBytes",
    name: "Storage",
    behind: "GB",
    unit: 1e9,
    whole: false,
    monthly: false,
    used: ({ used }) => used.storageBytes,
    reserved: none,
    show: bytes,
  },
];

/** A limit as its field shows it, in as few digits as still mean it; empty is none. */
export function written(meter: Meter, limit: number | null): string {
  if (limit === null) return "";
  const value = limit / meter.unit;
  const texts = Array.from({ length: 10 }, (_, digits) => value.toFixed(digits));
  const found = texts.find((text) => {
    const back = read(meter, text);
    return "limit" in back && back.limit === limit;
  });
  return found ?? String(value);
}

/** What was typed as the API's number; null for none, or what to type instead. */
export function read({ unit, whole }: Meter, text: string): { limit: number | null } | { problem: string } {
  const typed = text.trim();
  if (typed === "") return { limit: null };
  if (!/^\d+(\.\d+)?$/.test(typed)) return { problem: "Write a number such as 250 or 12.5, or leave it empty." };
  const limit = Number(typed) * unit;
  if (whole && !Number.isInteger(limit)) return { problem: "Write a whole number, or leave it empty." };
  return { limit: unit > 1 ? Math.round(limit) : limit };
}
