import { count, eq, isNull, sql } from "drizzle-orm";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { cosignature, log, pendingRecord } from "../../schema/ledger.sql.ts";

/** A witness's newest cosignature of the platform's log. */
export interface NewestCosignature {
  /** Verifier key of the witness. A witness with two keys has two. */
  key: string;
  /** Number of the platform's records that it covers. */
  size: number;
  at: Date;
}

/**
 * The studio's log: its origin, the number of signed records and of those that wait, and the platform's log, which its
 * checkpoints are recorded in and which witnesses cosign.
 */
export const readOwnLog = () =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select({ origin: log.origin, size: log.signedSize })
      .from(log)
      .where(eq(log.tenantId, sql`(select app.tenant())`));
    if (!found) throw createNotFoundError("log", "yours");
    const [waiting] = await tx.select({ n: count() }).from(pendingRecord);
    const [platform] = await tx
      .select({ id: log.id, origin: log.origin, size: log.signedSize })
      .from(log)
      .where(isNull(log.tenantId));
    return {
      ...found,
      pending: waiting?.n ?? 0,
      platform,
      witnesses: platform ? await listNewestCosignatures(tx, platform.id) : [],
    };
  });

/** Finds the keys one by one in the index, because the table has a row for each checkpoint and key. */
async function listNewestCosignatures(tx: Database.Tx, logId: number): Promise<NewestCosignature[]> {
  const rows = await tx.execute<{ key: string; size: string; at: string }>(sql`
    with recursive keys(key) as (
      (select witness from ${cosignature} where log_id = ${logId} order by witness limit 1)
      union all
      select (select witness from ${cosignature} where log_id = ${logId} and witness > keys.key order by witness limit 1)
      from keys where keys.key is not null
    )
    select keys.key, newest.size::text as size, newest.created_at as at from keys
    cross join lateral (
      select size, created_at from ${cosignature} where log_id = ${logId} and witness = keys.key
      order by size desc limit 1
    ) as newest
    where keys.key is not null order by keys.key`);
  return rows.map(({ key, size, at }) => ({ key, size: Number(size), at: new Date(at) }));
}
