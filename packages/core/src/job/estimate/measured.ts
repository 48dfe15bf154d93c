import * as Context from "../../platform/context.ts";
import type { WorkloadClass } from "../../contract/index.ts";
import { createDatabaseCache } from "../../platform/database/cache.ts";
import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";

/** Runs with the same values are comparable. */
export interface Likeness {
  workflowVersionId: string | null;
  class: WorkloadClass;
  pixels: number;
  steps: number;
}

const NEWEST = 40;
/** Minimum number of runs from which their spread is estimated. */
const ENOUGH = 3;

/** How long runs are cached, in milliseconds, so that a burst of submits queries them once. */
const FRESH_MS = 1000;
const cache = createDatabaseCache<{ until: number; ms: number[] }>(2000);

/** GPU times of the newest comparable runs that succeeded, in milliseconds. */
export async function listRuns(tx: Database.Tx, like: Likeness): Promise<number[]> {
  const { workflowVersionId, pixels, steps } = like;
  const key = [Context.getTenantId(), workflowVersionId, like.class, pixels, steps].join(" ");
  const found = cache.get(key);
  if (found && found.until > performance.now()) return found.ms;
  const rows = await (workflowVersionId === null
    ? rawGraphRuns(tx, { class: like.class, pixels, steps })
    : versionRuns(tx, { class: like.class, pixels, steps, workflowVersionId }));
  const ms = rows.map((row) => Number(row.ms));
  cache.set(key, { until: performance.now() + FRESH_MS, ms });
  return ms;
}

const buildQuery = (version: string) => `
  select gpu_ms + platform_gpu_ms as ms from usage
  where class = :class and pixels = :pixels::bigint and steps = :steps::int and ${version} and outcome = 'succeeded'
  order by ended_at desc limit ${NEWEST}`;
const rawGraphRuns = createStatement<{ ms: string }>(buildQuery("workflow_version_id is null"));
const versionRuns = createStatement<{ ms: string }>(buildQuery("workflow_version_id = :workflowVersionId"));

/** Range of the next run's GPU time; undefined if there are too few runs. */
export function computeRange(ms: readonly number[]): { lowMs: number; highMs: number; meanMs: number } | undefined {
  if (ms.length < ENOUGH) return undefined;
  const sorted = ms.toSorted((a, b) => a - b);
  const getQuantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const mean = ms.reduce((sum, one) => sum + one, 0) / ms.length;
  // A few runs say little about the slowest one: the margin is a quarter for many runs and a half for a handful.
  const margin = ms.length >= 10 ? 1.25 : 1.5;
  return { lowMs: getQuantile(0.1), highMs: Math.ceil(getQuantile(1) * margin), meanMs: Math.round(mean) };
}
