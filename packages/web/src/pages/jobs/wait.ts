import type { components } from "@pegbar/sdk";
import { when } from "../../parts/duration.ts";

const rules = new Intl.PluralRules("en", { type: "ordinal" });
const endings: Record<string, string> = { one: "st", two: "nd", few: "rd" };
const ordinal = (place: number): string => `${place.toLocaleString("en")}${endings[rules.select(place)] ?? "th"}`;

/** A waiting job's place and patience in words. */
export function wordsForWait({ jobsAhead, seconds }: NonNullable<components["schemas"]["JobSummary"]["wait"]>): string {
  const place = jobsAhead === 0 ? "Next" : ordinal(jobsAhead + 1);
  return `${place} in the queue, starts ${when(seconds)}`;
}
