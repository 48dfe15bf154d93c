import type { components, QuotaShortage } from "@pegbar/sdk";
import { formatDuration, formatRenewal, formatStartIn } from "../../components/format.ts";

export type Estimate = components["schemas"]["Estimate"];
type Scope = QuotaShortage["scope"];

/** US dollars with two decimals, or up to four below one dollar. */
export const formatPrice = (dollars: number): string =>
  `$${dollars.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: dollars < 1 ? 4 : 2 })}`;

/** A price range; a single price if both ends format alike. */
export function formatPriceRange(low: number, high: number): string {
  const [from, to] = [formatPrice(low), formatPrice(high)];
  return from === to ? to : `${from} – ${to}`;
}

/** A job's estimated start. */
export function formatStart({ seconds, jobsAhead, workers }: Estimate["wait"]): string {
  if (seconds === null) return "when a worker of this class is started: none is running";
  const begins = formatStartIn(seconds);
  const ahead = jobsAhead === 0 ? "" : `, after ${jobsAhead} ${jobsAhead === 1 ? "job" : "jobs"} from your studio`;
  return workers === 0 ? `${begins}${ahead}, including GPU startup` : begins + ahead;
}

const advice: Record<Scope, string> = {
  tenant: "Ask an admin to contact the platform operator, who sets the studio’s limits",
  show: "Ask an admin to raise the show’s limit",
  member: "Ask an admin to raise your limit",
};
const owners: Record<Scope, string> = { tenant: "The studio", show: "The show", member: "You" };

/** An exhausted limit: whose it is, what is left, when it renews in the studio's time zone if it is known, and what to do. */
export function describeShortage(
  { scope, meter, limit, used, reserved, needed, renewsAt }: QuotaShortage,
  timeZone: string | undefined,
): string {
  const left = Math.max(0, limit - used - reserved);
  const have = scope === "member" ? "have" : "has";
  const what: Record<string, string> = {
    waitingJobs: `${have} reached the limit of ${limit} queued ${limit === 1 ? "job" : "jobs"}`,
    gpuSecondsPerMonth: `${have} ${formatDuration(left)} of GPU time left of ${formatDuration(limit)} this month; this may take ${formatDuration(needed)}`,
    dollarsPerMonth: `${have} ${formatPrice(left)} left of ${formatPrice(limit)} this month; this may cost ${formatPrice(needed)}`,
    storageBytes: `${have} no storage left`,
  };
  const renews =
    renewsAt === null || timeZone === undefined ? "" : ` The limit renews on ${formatRenewal({ renewsAt, timeZone })}.`;
  const smaller =
    meter === "waitingJobs"
      ? " Wait until some jobs start, or cancel some."
      : meter === "storageBytes"
        ? ""
        : " Use a smaller size or fewer steps, or cancel queued jobs.";
  return `${owners[scope]} ${what[meter] ?? `${have} reached a limit`}.${renews}${smaller} ${advice[scope]}.`;
}
