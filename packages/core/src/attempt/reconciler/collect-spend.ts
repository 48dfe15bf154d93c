import { sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";

const Spend = z.array(
  z.object({
    tenant: z.string(),
    used: z.coerce.number(),
    reserved: z.coerce.number(),
    limit: z.coerce.number().nullable(),
  }),
);

/**
 * Reads what each studio has spent this month. A month begins at the studio's midnight, so that around its turn the newest
 * month counts that has begun anywhere.
 */
export const selectSpend = (tx: Database.Tx, now: Date) =>
  tx.execute(sql`
    select distinct on (q.subject_id) q.subject_id as tenant, coalesce(m.used_micros, 0) / 1e6 as used,
      coalesce(m.reserved_micros, 0) / 1e6 as reserved, q.micros_limit / 1e6 as limit
    from quota q left join quota_month m on m.subject_id = q.subject_id and m.month in (
      to_char(${now.toISOString()}::timestamptz at time zone 'UTC' - interval '12 hours', 'YYYY-MM'),
      to_char(${now.toISOString()}::timestamptz at time zone 'UTC' + interval '14 hours', 'YYYY-MM'))
    where q.scope = 'tenant' order by q.subject_id, m.month desc nulls last`);

/** Sets the gauge of the studios' budgets. @param rows of {@link selectSpend} */
export function setSpend(rows: Iterable<unknown>): void {
  const { metrics } = Context.getPorts();
  metrics.set(
    "pegbar_studio_month_dollars",
    Spend.parse([...rows]).flatMap(({ tenant, used, reserved, limit }) => [
      { labels: { tenant, kind: "used" }, value: used },
      { labels: { tenant, kind: "reserved" }, value: reserved },
      ...(limit === null ? [] : [{ labels: { tenant, kind: "limit" }, value: limit }]),
    ]),
  );
}
