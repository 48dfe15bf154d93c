import { and, asc, eq, isNull, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { remove } from "../../catalog/upload/parts.ts";
import { erasure } from "../../schema/erasure.sql.ts";

/** Tables that held what an erasure has taken out. */
const TABLES = [
  "member",
  "api_token",
  "input",
  "job",
  "attempt",
  "job_event",
  "webhook_delivery",
  "idempotency",
  "subject_key",
  "disclosure",
] as const;

/** A table of up to this size is written anew in some seconds, during which nobody reads it. */
const SMALL_BYTES = 512 * 2 ** 20;
/** Hours, in UTC, in which larger ones may be. */
const QUIET = { from: 2, to: 5 };

/**
 * Goes on with erasures: removes objects, and writes anew the tables whose files still hold what no query finds. Runs as
 * the dispatch role of the janitor. Returns how many are done now.
 */
export async function finish(): Promise<number> {
  const open = await Database.tx((tx) =>
    tx.select().from(erasure).where(isNull(erasure.doneAt)).orderBy(asc(erasure.id)),
  );
  if (open.length === 0) return 0;
  for (const { tenantId, keys } of open)
    await Context.as({ type: "system", tenantId, name: "janitor" }, async () => {
      for (const key of keys) await remove(key);
    });
  const now = Context.ports().clock.now();
  const ready = open.filter(({ keysUntil }) => keysUntil <= now);
  if (ready.length === 0 || !(await isRewritten(ready))) return 0;
  for (const { id } of ready)
    await Database.tx((tx) =>
      tx
        .update(erasure)
        .set({ doneAt: now, keys: [] })
        .where(and(eq(erasure.id, id), isNull(erasure.doneAt))),
    );
  return ready.length;
}

/** Writes the tables anew; false when somebody may still see what was there, or when it is no time for a large one. */
async function isRewritten(ready: readonly { transaction: number }[]): Promise<boolean> {
  const newest = Math.max(...ready.map(({ transaction }) => transaction));
  const [sizes, isSeen] = await Database.tx(async (tx) => {
    const rows = await tx.execute<{ name: string; bytes: string }>(sql`
      select name, pg_total_relation_size(name::regclass)::text as bytes from unnest(${sql.param(TABLES)}::text[]) as t (name)`);
    const [oldest] = await tx.execute<{ seen: boolean }>(sql`
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint <= ${newest}::bigint as seen`);
    return [rows, oldest?.seen ?? true] as const;
  });
  const hour = Context.ports().clock.now().getUTCHours();
  const isQuiet = hour >= QUIET.from && hour < QUIET.to;
  if (isSeen || (!isQuiet && sizes.some(({ bytes }) => Number(bytes) > SMALL_BYTES))) return false;
  await Context.ports().database.rewrite(TABLES);
  return true;
}
