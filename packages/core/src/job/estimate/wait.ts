import { and, count, eq, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import { WorkloadClass } from "../../contract/index.ts";
import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import * as Fleet from "../fleet/index.ts";
import { job } from "../../schema/job.sql.ts";
import type { Lane } from "../state/index.ts";

/** Time until a GPU that has to be started is ready, in milliseconds. */
const NEW_GPU_MS = 240_000;
const DEFAULT_JOB_MS = 10_000;

export interface Wait {
  lowMs: number;
  highMs: number;
  /** Jobs of the same studio that run before it. */
  ahead: number;
  /** Working GPUs of the class at the last count. */
  workers: number;
  /** No worker of the class runs, and none is started when jobs wait: the times say nothing. */
  isStuck: boolean;
}

/** A wait in seconds; null for a job that no worker will take. */
export const toWaitSeconds = ({ lowMs, highMs, isStuck }: Wait): { low: number; high: number } | null =>
  isStuck ? null : { low: lowMs / 1000, high: highMs / 1000 };

interface Place {
  class: WorkloadClass;
  lane: Lane;
  priority: number;
}

/** Estimates how long a new job would wait, behind all jobs of its studio with the same priority. */
export async function estimateNewJobWait(tx: Database.Tx, place: Place): Promise<Wait> {
  const [before] = await tx
    .select({ n: count() })
    .from(job)
    .where(
      and(
        eq(job.tenantId, Context.getTenantId()),
        eq(job.state, "queued"),
        eq(job.class, place.class),
        sql`(${job.lane} < ${place.lane} or (${job.lane} = ${place.lane} and ${job.priority} >= ${place.priority}))`,
      ),
    );
  return estimateWait(before?.n ?? 0, place.class);
}

/** Estimates how much longer each of these jobs waits, by id. Jobs that are not queued are left out. */
export async function estimateWaits(tx: Database.Tx, ids: readonly string[]): Promise<Map<string, Wait>> {
  if (ids.length === 0) return new Map();
  const rows = await findPlaces(tx, { tenantId: Context.getTenantId(), jobIds: ids });
  const found = rows.map(
    async (row) => [row.id, await estimateWait(row.ahead, WorkloadClass.parse(row.class))] as const,
  );
  return new Map(await Promise.all(found));
}

/** Finds places of all given jobs in one scan of the queue. */
const findPlaces = createStatement<{ id: string; class: string; ahead: number }>(`
  select id, class, ahead from (
    select id, class,
      (row_number() over (partition by class order by lane, priority desc, queued_at, id))::int - 1 as ahead
    from job where tenant_id = :tenantId and state = 'queued'
  ) as queue
  where id = any(:jobIds)`);

/**
 * Estimates a wait from the number of jobs before it in its studio, and from the number of studios that share the GPUs.
 */
async function estimateWait(ahead: number, workloadClass: WorkloadClass): Promise<Wait> {
  const load = await Fleet.readClass(workloadClass);
  const each = load.meanMs ?? DEFAULT_JOB_MS;
  const { workers } = load;
  const isStuck = workers === 0 && !load.startsWorkers;
  if (workers === 0) return { lowMs: 0, highMs: NEW_GPU_MS + ahead * each, ahead, workers, isStuck };
  const free = Math.max(0, workers - load.running);
  const alone = Math.max(0, ahead - free) / workers;
  const studios = Math.max(1, load.waitingTenants);
  const first = free > ahead ? 0 : each;
  return {
    lowMs: Math.round(alone * each),
    highMs: Math.round(first + ((ahead * studios) / workers) * each),
    ahead,
    workers,
    isStuck,
  };
}
