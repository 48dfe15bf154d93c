import { sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { getActivityTopic } from "../../platform/signal.ts";
import { jobEvent } from "../../schema/job.sql.ts";

/** Signal topic of a job. */
export const getJobTopic = (jobId: string) => `job:${jobId}`;

/** Records an event of a job and wakes the clients that watch it. */
export async function recordEvent(
  tx: Database.Tx,
  jobId: string,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  await Database.runTogether([
    () => tx.insert(jobEvent).values({ tenantId: Context.getTenantId(), jobId, type, data }),
    () => signalEvent(tx, jobId),
  ]);
}

/** Wakes the clients that watch the job or the studio. */
const signalEvent = (tx: Database.Tx, jobId: string): Promise<unknown> =>
  tx.execute(sql`
    select pg_notify(${Database.SIGNAL_CHANNEL}, topic)
    from unnest(array[${getJobTopic(jobId)}::text, ${getActivityTopic(Context.getTenantId())}::text]) as t (topic)`);

/** The same for many jobs at once. */
export async function recordEvents(
  tx: Database.Tx,
  jobIds: readonly string[],
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  const list = sql.param(jobIds);
  await Database.runTogether([
    () =>
      tx.execute(sql`
        insert into job_event (tenant_id, job_id, type, data)
        select ${Context.getTenantId()}, id, ${type}, ${JSON.stringify(data)}::jsonb from unnest(${list}::text[]) as u (id)`),
    () =>
      tx.execute(sql`
        select pg_notify(${Database.SIGNAL_CHANNEL}, topic)
        from (select 'job:' || id from unnest(${list}::text[]) as u (id) union all select ${getActivityTopic(Context.getTenantId())}) as t (topic)`),
  ]);
}

/** Wakes the clients that watch a job, for changes that are not recorded as events: progress and previews. */
export const wakeWatchers = (tx: Database.Tx, jobId: string) => Database.sendSignal(tx, getJobTopic(jobId));
