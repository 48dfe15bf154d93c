import { and, asc, eq, isNull, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { remove } from "../../catalog/upload/parts.ts";
import { erasure } from "../../schema/erasure.sql.ts";

/** Tables that contained erased values. */
const TABLES = [
  "member",
  "api_token",
  "input",
  "image_sequence",
  "job",
  "batch",
  "attempt",
  "job_event",
  "webhook_delivery",
  "note",
  "review",
  "idempotency",
  "subject_key",
  "disclosure",
] as const;

/** Tables up to this size, in bytes, are rewritten in seconds, during which they cannot be read. */
const SMALL_BYTES = 512 * 2 ** 20;
/** Hours (UTC) in which larger tables may be rewritten. */
const QUIET = { from: 2, to: 5 };

/**
 * Continues erasures: deletes objects, and rewrites the tables whose files still contain erased values. Runs as the
 * dispatch role of the janitor. Returns how many erasures are complete.
 */
export async function finish(): Promise<number> {
  const open = await Database.tx((tx) =>
    tx.select().from(erasure).where(isNull(erasure.doneAt)).orderBy(asc(erasure.id)),
  );
  if (open.length === 0) return 0;
  for (const { tenantId, keys } of open)
    await Context.runAs({ type: "system", tenantId, name: "janitor" }, async () => {
      for (const key of keys) await remove(key);
    });
  const now = Context.getPorts().clock.now();
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

/**
 * Rewrites the tables. Returns false while an open transaction can still see erased values, or outside of the hours for
 * large tables.
 */
async function isRewritten(ready: readonly { transaction: number }[]): Promise<boolean> {
  const newest = Math.max(...ready.map(({ transaction }) => transaction));
  const [sizes, isSeen] = await Database.tx(async (tx) => {
    const rows = await tx.execute<{ name: string; bytes: string }>(sql`
      select name, pg_total_relation_size(name::regclass)::text as bytes from unnest(${sql.param(TABLES)}::text[]) as t (name)`);
    const [oldest] = await tx.execute<{ seen: boolean }>(sql`
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint <= ${newest}::bigint as seen`);
    return [rows, oldest?.seen ?? true] as const;
  });
  const hour = Context.getPorts().clock.now().getUTCHours();
  const isQuiet = hour >= QUIET.from && hour < QUIET.to;
  if (isSeen || (!isQuiet && sizes.some(({ bytes }) => Number(bytes) > SMALL_BYTES))) return false;
  await Context.getPorts().database.rewrite(TABLES);
  return true;
}
