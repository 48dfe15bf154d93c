import { sql } from "drizzle-orm";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { quota, quotaMonth, type quotaScopes } from "./quota.sql.ts";

/** Begins to count for a new tenant, show or member. Known ones stay as they are. */
export const open = (tx: Database.Tx, scope: (typeof quotaScopes)[number], subjectId: string) =>
  tx.insert(quota).values({ subjectId, scope, tenantId: Context.tenantId() }).onConflictDoNothing();

const KNOWN_MONTHS = 100_000;
const known = new WeakMap<object, Set<string>>();

/** Makes sure that a month can be booked on. Asks the database once for each subject and month. */
export async function openMonth(tx: Database.Tx, ids: readonly string[], month: string): Promise<void> {
  const { database } = Context.ports();
  const seen = known.get(database) ?? new Set();
  if (seen.size > KNOWN_MONTHS) seen.clear();
  known.set(database, seen);
  const missing = ids.filter((id) => !seen.has(`${id} ${month}`)).toSorted();
  if (missing.length === 0) return;
  // Behind the quotas' locks, all of them: a row that is inserted is waited for by whoever inserts it too.
  await tx.execute(
    sql`select 1 from ${quota} where subject_id = any(${sql.param(ids)}) order by subject_id for no key update`,
  );
  // Only for what has a quota: an id of nothing is found out where it is used.
  await tx.execute(sql`insert into ${quotaMonth} (subject_id, month, tenant_id)
    select subject_id, ${month}, tenant_id from ${quota} where subject_id = any(${sql.param(missing)})
    on conflict do nothing`);
  Database.afterCommit(async () => missing.forEach((id) => seen.add(`${id} ${month}`)));
}
