import { asc, sql } from "drizzle-orm";
import * as Database from "../database/index.ts";
import { tenant } from "../tenant/tenant.sql.ts";

/**
 * Holds every quota's counts against the jobs that it counts, and corrects what differs. A difference is a fault: each
 * job's movement is booked in its own transaction. Runs as the dispatch role. Returns how many rows were wrong.
 */
export async function reconcile(): Promise<number> {
  const tenants = await Database.tx((tx) => tx.select({ id: tenant.id }).from(tenant).orderBy(asc(tenant.id)));
  let corrected = 0;
  for (const { id } of tenants) {
    // Looked at without locks first: in a platform without faults nothing is ever locked for this.
    if ((await Database.tx((tx) => wrong(tx, id))) > 0) corrected += await correct(id);
  }
  return corrected;
}

const counted = (tenantId: string) => sql`
  select s.subject_id,
    count(*) filter (where j.state = 'running') as running,
    count(*) filter (where j.state in ('queued', 'held')) as waiting
  from job j cross join lateral (values (j.tenant_id), (j.show_id), (j.member_id)) as s (subject_id)
  where j.tenant_id = ${tenantId} and j.state in ('queued', 'held', 'running') group by s.subject_id`;

const held = (tenantId: string) => sql`
  select s.subject_id, j.month, sum(j.reserved_gpu_ms) as gpu_ms, sum(j.reserved_micros) as micros
  from job j cross join lateral (values (j.tenant_id), (j.show_id), (j.member_id)) as s (subject_id)
  where j.tenant_id = ${tenantId} and j.state in ('queued', 'held', 'running') group by s.subject_id, j.month`;

/** Rows that differ, seen in one snapshot: a transaction's job and booking are both in it or neither. */
async function wrong(tx: Database.Tx, tenantId: string): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    with counted as (${counted(tenantId)}), held as (${held(tenantId)})
    select (
      select count(*) from quota q left join counted c using (subject_id)
      where q.tenant_id = ${tenantId}
        and (q.running <> coalesce(c.running, 0) or q.waiting <> coalesce(c.waiting, 0))
    )::int + (
      select count(*) from quota_month m left join held h using (subject_id, month)
      where m.tenant_id = ${tenantId}
        and (m.reserved_gpu_ms <> coalesce(h.gpu_ms, 0) or m.reserved_micros <> coalesce(h.micros, 0))
    )::int as n`);
  return row?.n ?? 0;
}

async function correct(tenantId: string): Promise<number> {
  return Database.tx(async (tx) => {
    // Whoever changes a job of the tenant books it under this lock: behind it jobs and counts stand still.
    await tx.execute(sql`select 1 from quota where tenant_id = ${tenantId} order by subject_id for no key update`);
    const differing = await wrong(tx, tenantId);
    if (differing === 0) return 0;
    await tx.execute(sql`
      with counted as (${counted(tenantId)})
      update quota q set running = coalesce(c.running, 0), waiting = coalesce(c.waiting, 0)
      from quota o left join counted c using (subject_id)
      where o.subject_id = q.subject_id and q.tenant_id = ${tenantId}`);
    await tx.execute(sql`
      with held as (${held(tenantId)})
      update quota_month m
      set reserved_gpu_ms = coalesce(h.gpu_ms, 0), reserved_micros = coalesce(h.micros, 0)
      from quota_month o left join held h using (subject_id, month)
      where o.subject_id = m.subject_id and o.month = m.month and m.tenant_id = ${tenantId}`);
    return differing;
  });
}
