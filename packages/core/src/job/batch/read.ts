import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../../platform/access/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { addPlaceCodes } from "../../studio/show/place.ts";
import { batch } from "../../schema/batch.sql.ts";
import { job } from "../../schema/job.sql.ts";
import { jobStates, type JobState } from "../state/index.ts";

export type BatchDetail = Awaited<ReturnType<typeof fromID>>;

const columns = {
  id: batch.id,
  name: batch.name,
  stored: batch.state,
  reason: batch.reason,
  shotId: batch.shotId,
  memberId: batch.memberId,
  workflowVersionId: batch.workflowVersionId,
  frames: batch.frames,
  retakeOf: batch.retakeOf,
  jobs: batch.jobs,
  request: batch.request,
  stopFailures: batch.stopFailures,
  stopShare: batch.stopShare,
  erasedAt: batch.erasedAt,
  createdAt: batch.createdAt,
};

/** Condition for the batches that a permission for jobs covers. */
export const filterReachable = (permission: Access.Permission) =>
  Access.filterReachable(permission, { memberId: batch.memberId, showId: batch.showId });

const pages = createPaging(
  "batches",
  { by: batch.id, field: "id" },
  { created: { by: batch.id, field: "id" } },
  "-created",
);

/** Batches whose jobs the actor may see, newest first by default. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    showId: Id.createSchema("show").optional(),
    shotId: Id.createSchema("shot").optional(),
    memberId: Id.createSchema("member").optional(),
    workflowVersionId: Id.createSchema("workflowVersion").optional(),
  }),
  ({ sort, cursor, limit, ...fields }) =>
    Database.tx(async (tx) => {
      const { items, next } = await pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select(columns)
          .from(batch)
          .where(and(filterReachable("job.read"), ...buildFilters(batch, fields), where))
          .orderBy(...orderBy)
          .limit(count),
      );
      return { items: await describe(tx, items), next };
    }),
);

/** A batch with the number of its jobs in each state, and what they cost. */
export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const rows = await tx
      .select(columns)
      .from(batch)
      .where(and(eq(batch.id, id), filterReachable("job.read")));
    const [found] = await describe(tx, rows);
    if (!found) throw createNotFoundError("batch", id);
    return { ...found, ...(await readCost(tx, id)) };
  }),
);

interface Row {
  id: string;
  shotId: string;
  stored: (typeof batch.$inferSelect)["state"];
}

/** Adds the codes of the shot, the number of jobs per state, and the state that follows from them. */
async function describe<T extends Row>(tx: Database.Tx, rows: readonly T[]) {
  const counted = await countJobs(
    tx,
    rows.map(({ id }) => id),
  );
  return (await addPlaceCodes(rows)).map(({ stored, ...row }) => {
    const { counts, startedAt, endedAt } = counted.get(row.id) ?? {
      counts: createCounts(),
      startedAt: null,
      endedAt: null,
    };
    const isOpen = counts.queued + counts.running + counts.held + counts.waiting > 0;
    return {
      ...row,
      /** `ended` when no job can run any more without a retry. */
      state: isOpen ? stored : ("ended" as const),
      counts,
      startedAt,
      endedAt: isOpen ? null : endedAt,
    };
  });
}

/** What the jobs of a batch cost so far, and what is reserved for those that have not ended, in millionths of a dollar. */
async function readCost(tx: Database.Tx, id: string): Promise<{ spentMicros: number; reservedMicros: number }> {
  const [row] = await tx.execute<{ spent: string; reserved: string }>(sql`
    select
      (select coalesce(sum(usage.micros), 0)::bigint from job join attempt on attempt.job_id = job.id
        join usage on usage.attempt_id = attempt.id where job.batch_id = ${id}) as spent,
      (select coalesce(sum(job.reserved_micros), 0)::bigint from job
        where job.batch_id = ${id} and job.state in ('queued', 'running', 'held')) as reserved`);
  return { spentMicros: Number(row?.spent ?? 0), reservedMicros: Number(row?.reserved ?? 0) };
}

/** Jobs in each state. `waiting`: held jobs that wait for an earlier step; `held` does not count them. */
export type BatchCounts = Record<JobState | "waiting", number>;

const createCounts = (): BatchCounts =>
  Object.fromEntries([...jobStates, "waiting"].map((state) => [state, 0])) as BatchCounts;

async function countJobs(tx: Database.Tx, ids: readonly string[]) {
  const found = new Map<string, { counts: BatchCounts; startedAt: Date | null; endedAt: Date | null }>();
  if (ids.length === 0) return found;
  const rows = await tx
    .select({
      batchId: job.batchId,
      state: job.state,
      isWaiting: sql<boolean>`coalesce(${job.heldBy} = 'dependency', false)`,
      n: sql<number>`count(*)::int`,
      startedAt: sql<Date | null>`min(${job.startedAt})`.mapWith(job.startedAt),
      endedAt: sql<Date | null>`max(${job.endedAt})`.mapWith(job.endedAt),
    })
    .from(job)
    .where(inArray(job.batchId, [...ids]))
    .groupBy(job.batchId, job.state, sql`coalesce(${job.heldBy} = 'dependency', false)`);
  for (const { batchId, state, isWaiting, n, startedAt, endedAt } of rows) {
    const known = found.get(batchId ?? "") ?? { counts: createCounts(), startedAt: null, endedAt: null };
    known.counts[isWaiting ? "waiting" : state] = n;
    if (startedAt && (!known.startedAt || startedAt < known.startedAt)) known.startedAt = startedAt;
    if (endedAt && (!known.endedAt || endedAt > known.endedAt)) known.endedAt = endedAt;
    found.set(batchId ?? "", known);
  }
  return found;
}
