import { and, count, eq, sql } from "drizzle-orm";
import * as Context from "../context.ts";
import type { WorkloadClass } from "../contract/index.ts";
import type * as Database from "../database/index.ts";
import * as Fleet from "../fleet/index.ts";
import { job } from "../job/job.sql.ts";
import type { Lane } from "../job/state.ts";

/** A GPU that has to be bought first is there after this long. */
const NEW_GPU_MS = 240_000;
const DEFAULT_JOB_MS = 10_000;

export interface Wait {
  lowMs: number;
  highMs: number;
  /** Jobs of one's own studio that go first. */
  ahead: number;
  /** GPUs of the class at work, as last counted. */
  workers: number;
}

interface Place {
  class: WorkloadClass;
  lane: Lane;
  priority: number;
  /** Of a job that waits already; a new one stands behind all of its priority. */
  since?: { queuedAt: Date; id: string };
}

/** How long a job would wait, from what waits before it in its own studio and how many studios share the GPUs. */
export async function wait(tx: Database.Tx, place: Place): Promise<Wait> {
  const { since } = place;
  const behind = since
    ? sql`(${job.queuedAt}, ${job.id}) < (${since.queuedAt.toISOString()}::timestamptz, ${since.id})`
    : sql`true`;
  const [[before], load] = await Promise.all([
    tx
      .select({ n: count() })
      .from(job)
      .where(
        and(
          eq(job.tenantId, Context.tenantId()),
          eq(job.state, "queued"),
          eq(job.class, place.class),
          sql`(${job.lane} < ${place.lane} or (${job.lane} = ${place.lane} and (${job.priority} > ${place.priority}
            or (${job.priority} = ${place.priority} and ${behind}))))`,
        ),
      ),
    Fleet.of(place.class),
  ]);
  const ahead = before?.n ?? 0;
  const each = load.meanMs ?? DEFAULT_JOB_MS;
  const { workers } = load;
  if (workers === 0) return { lowMs: 0, highMs: NEW_GPU_MS + ahead * each, ahead, workers };
  const free = Math.max(0, workers - load.running);
  const alone = Math.max(0, ahead - free) / workers;
  const studios = Math.max(1, load.waitingTenants);
  const first = free > ahead ? 0 : each;
  return {
    lowMs: Math.round(alone * each),
    highMs: Math.round(first + ((ahead * studios) / workers) * each),
    ahead,
    workers,
  };
}
