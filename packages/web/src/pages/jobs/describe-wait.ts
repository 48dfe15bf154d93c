import { locale } from "../../components/locale.ts";
import type { components } from "@pegbar/sdk";
import { formatStartIn } from "../../components/format.ts";

const rules = new Intl.PluralRules("en", { type: "ordinal" });
const suffixes: Record<string, string> = { one: "st", two: "nd", few: "rd" };
const formatOrdinal = (place: number): string =>
  `${place.toLocaleString(locale)}${suffixes[rules.select(place)] ?? "th"}`;

/** A queued job's place in the queue and estimated start. */
export function describeWait({ jobsAhead, seconds }: NonNullable<components["schemas"]["JobSummary"]["wait"]>): string {
  const place = jobsAhead === 0 ? "Next" : formatOrdinal(jobsAhead + 1);
  if (seconds === null) return `${place} in the queue; no worker of its class is running`;
  return `${place} in the queue, starts ${formatStartIn(seconds)}`;
}
