import { strings } from "../../../strings/erasure.ts";
import type { Foreseen } from "./queries.ts";

export interface Effect {
  what: string;
  why: string;
}

/** What an erasure destroys and what it keeps, from the counts of its dry run. Nothing with a count of 0 is named. */
export function listEffects({ kinds, values, records, jobs, inputs, results }: Foreseen): {
  goes: Effect[];
  stays: Effect[];
} {
  const { goesList: gone, staysList: kept } = strings;
  const goes: Effect[] = [];
  if (kinds.includes("identity")) goes.push({ what: gone.identity.what(), why: gone.identity.why });
  if (kinds.includes("prompts")) goes.push({ what: gone.prompts.what(jobs), why: gone.prompts.why });
  if (kinds.includes("input")) goes.push({ what: gone.input.what(inputs), why: gone.input.why });
  if (values > 0) goes.push({ what: gone.values.what(values, records), why: gone.values.why });
  const stays: Effect[] = [];
  if (results > 0) stays.push({ what: kept.results.what(results), why: kept.results.why });
  if (jobs > 0) stays.push({ what: kept.jobs.what(jobs), why: kept.jobs.why });
  if (kinds.includes("identity")) stays.push({ what: kept.work.what(), why: kept.work.why });
  if (records > 0) stays.push({ what: kept.records.what(records), why: kept.records.why });
  stays.push({ what: kept.reason.what(), why: kept.reason.why }, { what: kept.copies.what(), why: kept.copies.why });
  return { goes, stays };
}
