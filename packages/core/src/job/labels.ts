import { sql, type SQL } from "drizzle-orm";
import * as z from "zod";
import { job } from "../schema/job.sql.ts";

/** Limits of labels, which are those of `metadata` in the Comfy API v2. */
const MAX_LABELS = 16;
const MAX_FILTERS = 3;
const MAX_VALUE_BYTES = 256;
const KEY = /^[A-Za-z0-9_.-]{1,40}$/;
/** Control characters, and formatting characters that change the direction in which text is read. */
const FORBIDDEN = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

export type Labels = Record<string, string>;

/** Why a value is not a set of labels; undefined if it is one. `at` is the label at fault. */
export function findLabelProblem(value: unknown): { message: string; at?: string } | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { message: "Labels are an object of strings" };
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > MAX_LABELS)
    return { message: `There are ${entries.length} labels instead of 1 to ${MAX_LABELS}` };
  for (const [key, text] of entries) {
    const what = findEntryProblem(key, text);
    if (what !== undefined) return { message: what, at: key };
  }
  return undefined;
}

function findEntryProblem(key: string, text: unknown): string | undefined {
  if (!KEY.test(key)) return "A label's name has 1 to 40 of the characters A-Z a-z 0-9 _ - .";
  if (typeof text !== "string") return "A label's value is a string";
  if (!text.isWellFormed()) return "A label's value is well-formed Unicode";
  if (Buffer.byteLength(text) > MAX_VALUE_BYTES) return `A label's value has at most ${MAX_VALUE_BYTES} bytes of UTF-8`;
  if (FORBIDDEN.test(text))
    return "A label's value has no control characters and no bidirectional formatting characters";
  return undefined;
}

/** Labels of a job: 1 to 16 strings by name. */
export const Labels = z.record(z.string(), z.string()).superRefine((value, context) => {
  const problem = findLabelProblem(value);
  if (problem)
    context.addIssue({
      code: "custom",
      message: problem.message,
      path: problem.at === undefined ? [] : [problem.at],
    });
});

/** Labels in a query, as the text of a JSON object. */
export const LabelFilter = z
  .string()
  .max(4000)
  .refine((text) => readFilter(text) !== undefined, `Labels are a JSON object of 1 to ${MAX_FILTERS} strings`);

function readFilter(text: string): Labels | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (findLabelProblem(value) === undefined && Object.keys(value as object).length <= MAX_FILTERS)
      return value as Labels;
  } catch {
    // Not JSON; the schema reports it.
  }
  return undefined;
}

/** Condition for jobs with all labels of a {@link LabelFilter}. It repeats the condition of the index `job_labels`. */
export const filterLabels = (filter: string | undefined): SQL | undefined =>
  filter === undefined ? undefined : sql`(${job.labels} <> '{}'::jsonb and ${job.labels} @> ${filter}::jsonb)`;
