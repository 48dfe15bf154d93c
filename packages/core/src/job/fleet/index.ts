import { asc, eq, sql } from "drizzle-orm";
import * as z from "zod";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import { WorkloadClass } from "../../contract/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { fleet, repairCount } from "../../schema/fleet.sql.ts";
import { HEARD_SECONDS } from "./worker.ts";

export { readCluster } from "./cluster.ts";
export { assertExpected, forgetWorkers, leave, listWorkers, register, report } from "./worker.ts";

const FRESH_MS = 5000;
type Row = typeof fleet.$inferSelect;
const cache = new WeakMap<object, { rows: Map<string, Row>; until: number }>();

/** A class with its price and its load as last counted. Cached for some seconds. */
export async function readClass(workloadClass: WorkloadClass): Promise<Row> {
  const { database } = Context.getPorts();
  const known = cache.get(database);
  if (known && known.until > performance.now()) return pick(known.rows, workloadClass);
  const rows = new Map((await list()).map((row) => [row.class, row]));
  cache.set(database, { rows, until: performance.now() + FRESH_MS });
  return pick(rows, workloadClass);
}

function pick(rows: ReadonlyMap<string, Row>, workloadClass: WorkloadClass): Row {
  const row = rows.get(workloadClass);
  if (!row) throw new Error(`the fleet has no class ${workloadClass}`);
  return row;
}

export const list = () => Database.tx((tx) => tx.select().from(fleet).orderBy(asc(fleet.class)));

/** How often the reconciler made each kind of correction. */
export const listCorrections = () => Database.tx((tx) => tx.select().from(repairCount).orderBy(asc(repairCount.kind)));

export const Change = z.strictObject({
  instance: z.string().trim().min(1).max(64).optional(),
  /** US dollars per GPU-hour. Jobs that were submitted before keep their price. */
  dollarsPerHour: z.number().min(0).max(10_000).optional(),
  /** Maximum number of running jobs of the class, of all studios; null for no limit. */
  runningLimit: z.int().min(0).max(1_000_000).nullable().optional(),
  /** Maximum width × height × batch, video frames included, that a graph may hold at once. */
  maxPixels: z.int().min(1_000_000).max(1_000_000_000_000).optional(),
});

/** Changes a class. Runs as the operator role. */
export const update = fn(z.object({ class: WorkloadClass, change: Change }), ({ class: name, change }) =>
  Database.tx(async (tx) => {
    const [before] = await tx.select().from(fleet).where(eq(fleet.class, name)).for("no key update");
    if (!before) throw createNotFoundError("class", name);
    const [after] = await tx
      .update(fleet)
      .set({
        updatedAt: Context.getPorts().clock.now(),
        ...(change.instance === undefined ? {} : { instance: change.instance }),
        ...(change.dollarsPerHour === undefined ? {} : { microsPerHour: Math.round(change.dollarsPerHour * 1e6) }),
        ...(change.runningLimit === undefined ? {} : { runningLimit: change.runningLimit }),
        ...(change.maxPixels === undefined ? {} : { maxPixels: change.maxPixels }),
      })
      .where(eq(fleet.class, name))
      .returning();
    const describeClass = (row: Row | undefined) =>
      row && {
        instance: row.instance,
        dollarsPerHour: row.microsPerHour / 1e6,
        runningLimit: row.runningLimit,
        maxPixels: row.maxPixels,
      };
    await Audit.record(tx, {
      action: "fleet.update",
      subject: { type: "class", id: name },
      before: describeClass(before),
      after: describeClass(after),
    });
    return after ?? before;
  }),
);

/** Sets whether workers are started when jobs wait. Runs as the dispatch role. */
export const setStartsWorkers = (startsWorkers: boolean) =>
  Database.tx((tx) => tx.update(fleet).set({ startsWorkers }));

const NEWEST = 50;

/**
 * Counts the load of each class, for estimates, and since when jobs are queued that no worker can take. Runs as the
 * dispatch role.
 */
export const measure = () =>
  Database.tx(async (tx) => {
    const now = Context.getPorts().clock.now().toISOString();
    await Database.runTogether([
      () =>
        tx.execute(sql`
          update fleet f set
            running = (select count(*) from job where state = 'running' and class = f.class),
            waiting = (select count(*) from job where state = 'queued' and class = f.class),
            held = (select count(*) from job where state = 'held' and held_by = 'platform' and class = f.class),
            waiting_tenants = (select count(distinct tenant_id) from job where state = 'queued' and class = f.class),
            workers = (
              select count(*) from worker w
              where w.class = f.class and w.unfit is null and w.state in ('ready', 'working')
                and w.seen_at > ${now}::timestamptz - make_interval(secs => ${HEARD_SECONDS})
            ),
            mean_ms = (
              select avg(execution_ms)::bigint from (
                select a.execution_ms from attempt a join job j on j.id = a.job_id
                where j.class = f.class and a.state = 'succeeded'
                order by a.started_at desc limit ${NEWEST}
              ) as newest
            )`),
      () =>
        tx.execute(sql`
          update fleet set stalled_since = case when stalled_since is null then ${now}::timestamptz end
          where (waiting > 0 and workers = 0) <> (stalled_since is not null)`),
    ]);
  });
