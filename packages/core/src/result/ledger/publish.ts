import { and, asc, between, count, desc, eq, isNull, sql } from "drizzle-orm";
import { formatEntries, TILE_WIDTH, type TileAddress } from "@pegbar/verify";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { checkpoint, cosignature, leaf, log, pendingRecord, tileRoot } from "../../schema/ledger.sql.ts";
import { joinHashes } from "./tree.ts";

/** A log that is published as C2SP tlog-tiles. Except for the checkpoint, the content of an address never changes. */
interface Found {
  id: number;
  signedSize: number;
}

async function find(tx: Database.Tx, origin: string): Promise<Found> {
  const [found] = await tx.select({ id: log.id, signedSize: log.signedSize }).from(log).where(eq(log.origin, origin));
  if (!found) throw createNotFoundError("log", origin);
  return found;
}

/** The newest checkpoint of a log with its cosignatures. Runs as the public role. */
export const readCheckpoint = (origin: string): Promise<string> =>
  Database.tx(async (tx) => {
    const { id } = await find(tx, origin);
    const [newest] = await tx
      .select({ size: checkpoint.size, note: checkpoint.note })
      .from(checkpoint)
      .where(and(eq(checkpoint.logId, id), eq(checkpoint.anchored, true)))
      .orderBy(desc(checkpoint.size))
      .limit(1);
    if (!newest) throw createNotFoundError("checkpoint", origin);
    const lines = await tx
      .select({ line: cosignature.line })
      .from(cosignature)
      .where(and(eq(cosignature.logId, id), eq(cosignature.size, newest.size)))
      .orderBy(asc(cosignature.witness));
    return newest.note + lines.map(({ line }) => line).join("");
  });

/** Number of hashes on a level under the newest checkpoint. */
const computeWidth = (size: number, level: number): number => Math.floor(size / TILE_WIDTH ** level);

/** The hashes of a tile. A partial tile stays available when it becomes full. Runs as the public role. */
export const readTile = (origin: string, address: TileAddress & { level: number }): Promise<Uint8Array> =>
  Database.tx(async (tx) => {
    const { id, signedSize } = await find(tx, origin);
    const { start, end } = computeSpan(address, computeWidth(signedSize, address.level));
    const rows =
      address.level === 0
        ? await tx
            .select({ hash: leaf.hash })
            .from(leaf)
            .where(and(eq(leaf.logId, id), between(leaf.position, start, end)))
            .orderBy(asc(leaf.position))
        : await tx
            .select({ hash: tileRoot.hash })
            .from(tileRoot)
            .where(
              and(eq(tileRoot.logId, id), eq(tileRoot.level, address.level), between(tileRoot.position, start, end)),
            )
            .orderBy(asc(tileRoot.position));
    if (rows.length !== address.width) throw new Error(`the log ${origin} lacks hashes of a tile`);
    return joinHashes(rows.map(({ hash }) => hash));
  });

/** First and last position of a tile; 404 if no checkpoint covers it. */
function computeSpan({ level, index, width }: TileAddress, available: number): { start: number; end: number } {
  const start = index * TILE_WIDTH;
  if (start + width > available) throw createNotFoundError("tile", `${level}/${index} of width ${width}`);
  return { start, end: start + width - 1 };
}

/** Records of the studio's own log, or of the platform's, which is public. Other logs are not found. */
export const readEntries = (origin: string, address: TileAddress): Promise<Uint8Array> =>
  Database.tx(async (tx) => {
    const { id, signedSize } = await find(tx, origin);
    const { start, end } = computeSpan(address, signedSize);
    const rows = await tx
      .select({ record: leaf.record })
      .from(leaf)
      .where(and(eq(leaf.logId, id), between(leaf.position, start, end)))
      .orderBy(asc(leaf.position));
    if (rows.length !== address.width) throw new Error(`the log ${origin} lacks records`);
    return formatEntries(rows.map(({ record }) => new Uint8Array(record)));
  });

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
