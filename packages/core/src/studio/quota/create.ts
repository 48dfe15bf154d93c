import { sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { lockQuotas } from "./lock.ts";
import { quota, quotaMonth, type quotaScopes } from "../../schema/quota.sql.ts";

/** Creates the quota of a new tenant, show or member. Does nothing if there is one. */
export const createQuota = (tx: Database.Tx, scope: (typeof quotaScopes)[number], subjectId: string) =>
  tx.insert(quota).values({ subjectId, scope, tenantId: Context.getTenantId() }).onConflictDoNothing();

const KNOWN_MONTHS = 100_000;
const known = new WeakMap<object, Set<string>>();

/** Creates the rows of a month if they are missing, with one query per subject and month. */
export async function ensureMonth(tx: Database.Tx, ids: readonly string[], month: string): Promise<void> {
  const { database } = Context.getPorts();
  const seen = known.get(database) ?? new Set();
  if (seen.size > KNOWN_MONTHS) seen.clear();
  known.set(database, seen);
  const missing = ids.filter((id) => !seen.has(`${id} ${month}`)).toSorted();
  if (missing.length === 0) return;
  // All quotas are locked first, otherwise two transactions that insert the same row would wait for each other.
  await lockQuotas(tx, ids);
  // Ids without a quota are skipped here, and reported where the quota is read.
  await tx.execute(sql`insert into ${quotaMonth} (subject_id, month, tenant_id)
    select subject_id, ${month}, tenant_id from ${quota} where subject_id = any(${sql.param(missing)})
    on conflict do nothing`);
  Database.runAfterCommit(async () => missing.forEach((id) => seen.add(`${id} ${month}`)));
}
