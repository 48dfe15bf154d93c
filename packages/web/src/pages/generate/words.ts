import type { components, QuotaShortage } from "@pegbar/sdk";
import { duration, when } from "../../parts/duration.ts";

export type Estimate = components["schemas"]["Estimate"];
type Scope = QuotaShortage["scope"];

/** An amount for people: cents, or finer where cents would say nothing. */
export const money = (dollars: number): string =>
  `$${dollars.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: dollars < 1 ? 4 : 2 })}`;

/** From how much to how much. */
export function prices(low: number, high: number): string {
  const [from, to] = [money(low), money(high)];
  return from === to ? to : `${from} – ${to}`;
}

/** When a job would begin. */
export function start({ seconds, jobsAhead, workers }: Estimate["wait"]): string {
  const begins = when(seconds);
  const ahead = jobsAhead === 0 ? "" : `, after ${jobsAhead} ${jobsAhead === 1 ? "job" : "jobs"} of the studio`;
  return workers === 0 ? `${begins}${ahead}, with a GPU that has to be started` : begins + ahead;
}

const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "long" });
const hour = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
/** A moment as a day; with its time where the studio's midnight is not one's own. */
export function onDay(at: string): string {
  const [date, time] = [day.format(new Date(at)), hour.format(new Date(at))];
  return time === "00:00" ? date : `${date} at ${time}`;
}

const whom: Record<Scope, string> = {
  tenant: "The studio's own limits are the platform's operator's: an admin can ask them",
  show: "An admin of your studio can raise the show's limit",
  member: "An admin of your studio can raise yours",
};
const owners: Record<Scope, string> = { tenant: "The studio", show: "The show", member: "You" };

/** A limit that leaves too little room: which, what is left, when it renews, whom to ask. */
export function shortage({ scope, meter, limit, used, reserved, needed, renewsAt }: QuotaShortage): string {
  const left = Math.max(0, limit - used - reserved);
  const have = scope === "member" ? "have" : "has";
  const what: Record<string, string> = {
    waitingJobs: `may have ${limit} waiting ${limit === 1 ? "job" : "jobs"}, and that many wait`,
    gpuSecondsPerMonth: `${have} ${duration(left)} of GPU time left of ${duration(limit)} this month; this may need ${duration(needed)}`,
    dollarsPerMonth: `${have} ${money(left)} left of ${money(limit)} this month; this may need ${money(needed)}`,
    storageBytes: `${have} no room left for files`,
  };
  const renews = renewsAt === null ? "" : ` It renews on ${onDay(renewsAt)}.`;
  const smaller =
    meter === "waitingJobs"
      ? " Wait until some have started, or cancel some."
      : meter === "storageBytes"
        ? ""
        : " Until then: a smaller size, fewer steps, or cancel waiting jobs.";
  return `${owners[scope]} ${what[meter] ?? "has a limit that is full"}.${renews}${smaller} ${whom[scope]}.`;
}
