import { sql } from "drizzle-orm";
import * as z from "zod";
import type { WorkloadClass } from "../../contract/index.ts";
import type * as Database from "../../platform/database/index.ts";

/** The first queued job of one tenant, show, member and model, with its tenant's fair share. */
export const QueueHead = z.object({
  id: z.string(),
  tenant_id: z.string(),
  show_id: z.string(),
  member_id: z.string(),
  model_key: z.string(),
  fence: z.coerce.number(),
  expected_ms: z.coerce.number(),
  lane: z.enum(["interactive", "batch"]),
  priority: z.coerce.number(),
  /** Milliseconds since it was queued. */
  waited_ms: z.coerce.number(),
  /** GPU milliseconds that its tenant was given recently, divided by its weight. */
  share: z.coerce.number(),
  passed_over: z.coerce.number(),
  /** GPU milliseconds that its member was given recently, divided by the member's weight. */
  member_share: z.coerce.number(),
});
export type QueueHead = z.infer<typeof QueueHead>;

/** Half-life of the GPU time in a studio's share, in seconds. */
export const HALF_LIFE_SECONDS = 600;

/**
 * The queue heads of all groups whose tenant, show and member may start another job. The query jumps along the index
 * from group to group, so that its cost grows with the groups and not with the jobs.
 */
export async function findQueueHeads(tx: Database.Tx, workloadClass: WorkloadClass, now: Date): Promise<QueueHead[]> {
  const at = now.toISOString();
  return z.array(QueueHead).parse([
    ...(await tx.execute(sql`
      with recursive groups as (
        (
          select tenant_id, show_id, member_id, model_key from job
          where state = 'queued' and class = ${workloadClass}
          order by tenant_id, show_id, member_id, model_key limit 1
        )
        union all
        select n.tenant_id, n.show_id, n.member_id, n.model_key from groups g cross join lateral (
          select tenant_id, show_id, member_id, model_key from job
          where state = 'queued' and class = ${workloadClass}
            and (tenant_id, show_id, member_id, model_key) > (g.tenant_id, g.show_id, g.member_id, g.model_key)
          order by tenant_id, show_id, member_id, model_key limit 1
        ) as n
      ),
      open as (
        select g.*, m.recent_ms * power(0.5, greatest(0, extract(epoch from ${at}::timestamptz - m.recent_at)) / ${HALF_LIFE_SECONDS})
          / m.weight as member_share
        from groups g
        join quota t on t.subject_id = g.tenant_id and (t.running_limit is null or t.running < t.running_limit)
        join quota s on s.subject_id = g.show_id and (s.running_limit is null or s.running < s.running_limit)
        join quota m on m.subject_id = g.member_id and (m.running_limit is null or m.running < m.running_limit)
      )
      select h.*, o.tenant_id, o.show_id, o.member_id, o.model_key,
        s.recent_ms * power(0.5, greatest(0, extract(epoch from ${at}::timestamptz - s.as_of)) / ${HALF_LIFE_SECONDS})
          / s.weight as share,
        s.passed_over, o.member_share
      from open o
      join share s on s.tenant_id = o.tenant_id
      cross join lateral (
        select id, fence, lane, priority, expected_ms,
          extract(epoch from ${at}::timestamptz - queued_at) * 1000 as waited_ms
        from job
        where state = 'queued' and class = ${workloadClass} and tenant_id = o.tenant_id and show_id = o.show_id
          and member_id = o.member_id and model_key = o.model_key
        order by lane, priority desc, queued_at, id limit 1
      ) as h`)),
  ]);
}

/** How many jobs of each group of a tenant are queued, and how many more of them may run. Null: no limit. */
const Group = z.object({
  class: z.enum(["light", "heavy", "xl"]),
  show_id: z.string(),
  member_id: z.string(),
  head: z.string(),
  waiting: z.coerce.number(),
  tenant_room: z.coerce.number().nullable(),
  show_room: z.coerce.number().nullable(),
  member_room: z.coerce.number().nullable(),
  /** Tickets of the tenant and class that no worker has used yet. */
  unused_tickets: z.coerce.number(),
});
export type Group = z.infer<typeof Group>;

/**
 * Maximum number of unused tickets of a studio and class. More than the workers of a class, so that all of them get one; each
 * end of a job issues what is missing. Counting stops here, too.
 */
export const MAX_TICKETS = 250;

/** A tenant's groups with queued jobs, class by class. */
export async function findTenantGroups(tx: Database.Tx, tenantId: string): Promise<Group[]> {
  return z.array(Group).parse([
    ...(await tx.execute(sql`
      with recursive groups as (
        select c.class, f.show_id, f.member_id
        from unnest(array['light', 'heavy', 'xl']) as c (class) cross join lateral (
          select show_id, member_id from job
          where state = 'queued' and class = c.class and tenant_id = ${tenantId}
          order by show_id, member_id limit 1
        ) as f
        union all
        select g.class, n.show_id, n.member_id from groups g cross join lateral (
          select show_id, member_id from job
          where state = 'queued' and class = g.class and tenant_id = ${tenantId}
            and (show_id, member_id) > (g.show_id, g.member_id)
          order by show_id, member_id limit 1
        ) as n
      )
      select g.class, g.show_id, g.member_id, w.head, w.waiting,
        t.running_limit - t.running as tenant_room, s.running_limit - s.running as show_room,
        m.running_limit - m.running as member_room,
        (select count(*) from demand d where d.tenant_id = ${tenantId} and d.class = g.class and d.used_at is null)
          as unused_tickets
      from groups g
      join quota t on t.subject_id = ${tenantId}
      join quota s on s.subject_id = g.show_id
      join quota m on m.subject_id = g.member_id
      cross join lateral (
        select min(id) as head, count(*) as waiting from (
          select id from job
          where state = 'queued' and class = g.class and tenant_id = ${tenantId} and show_id = g.show_id
            and member_id = g.member_id
          limit least(${MAX_TICKETS}, greatest(1, coalesce(t.running_limit - t.running, ${MAX_TICKETS})))
        ) as counted
      ) as w
      order by g.class, g.show_id, g.member_id`)),
  ]);
}
