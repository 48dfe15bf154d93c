import { asc, eq, sql } from "drizzle-orm";
import * as Database from "../../platform/database/index.ts";
import { lockQuotas } from "../../studio/quota/lock.ts";
import { quota } from "../../schema/quota.sql.ts";
import { tenant } from "../../schema/tenant.sql.ts";

/**
 * Compares every quota's counts with its jobs, and corrects the differences. A difference is a bug: each job changes its
 * quotas in its own transaction. Runs as the dispatch role. Returns how many rows were wrong.
 */
export async function correctQuotas(): Promise<number> {
  const tenants = await Database.tx((tx) => tx.select({ id: tenant.id }).from(tenant).orderBy(asc(tenant.id)));
  let corrected = 0;
  for (const { id } of tenants) {
    // Checked without locks first: usually nothing is locked.
    if ((await Database.tx((tx) => countDifferences(tx, id))) > 0) corrected += await correctTenant(id);
  }
  return corrected;
}

const countJobs = (tenantId: string) => sql`
  select s.subject_id,
    count(*) filter (where j.state = 'running') as running,
    count(*) filter (where j.state in ('queued', 'held')) as waiting
  from job j cross join lateral (values (j.tenant_id), (j.show_id), (j.member_id)) as s (subject_id)
  where j.tenant_id = ${tenantId} and j.state in ('queued', 'held', 'running') group by s.subject_id`;

const sumReservations = (tenantId: string) => sql`
  select s.subject_id, j.month, sum(j.reserved_gpu_ms) as gpu_ms, sum(j.reserved_micros) as micros
  from job j cross join lateral (values (j.tenant_id), (j.show_id), (j.member_id)) as s (subject_id)
  where j.tenant_id = ${tenantId} and j.state in ('queued', 'held', 'running') group by s.subject_id, j.month`;

/**
 * Number of rows that differ, from one snapshot, which contains both a transaction's job and its counts, or neither.
 */
async function countDifferences(tx: Database.Tx, tenantId: string): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    with counted as (${countJobs(tenantId)}), reserved as (${sumReservations(tenantId)})
    select (
      select count(*) from quota q left join counted c using (subject_id)
      where q.tenant_id = ${tenantId}
        and (q.running <> coalesce(c.running, 0) or q.waiting <> coalesce(c.waiting, 0))
    )::int + (
      select count(*) from quota_month m left join reserved r using (subject_id, month)
      where m.tenant_id = ${tenantId}
        and (m.reserved_gpu_ms <> coalesce(r.gpu_ms, 0) or m.reserved_micros <> coalesce(r.micros, 0))
    )::int as n`);
  return row?.n ?? 0;
}

async function correctTenant(tenantId: string): Promise<number> {
  return Database.tx(async (tx) => {
    // Every transaction that changes a job of the tenant takes these locks, so its jobs and counts cannot change now.
    const subjects = await tx.select({ id: quota.subjectId }).from(quota).where(eq(quota.tenantId, tenantId));
    await lockQuotas(
      tx,
      subjects.map(({ id }) => id),
    );
    const differing = await countDifferences(tx, tenantId);
    if (differing === 0) return 0;
    await tx.execute(sql`
      with counted as (${countJobs(tenantId)})
      update quota q set running = coalesce(c.running, 0), waiting = coalesce(c.waiting, 0)
      from quota o left join counted c using (subject_id)
      where o.subject_id = q.subject_id and q.tenant_id = ${tenantId}`);
    await tx.execute(sql`
      with reserved as (${sumReservations(tenantId)})
      update quota_month m
      set reserved_gpu_ms = coalesce(r.gpu_ms, 0), reserved_micros = coalesce(r.micros, 0)
      from quota_month o left join reserved r using (subject_id, month)
      where o.subject_id = m.subject_id and o.month = m.month and m.tenant_id = ${tenantId}`);
    return differing;
  });
}
