import { and, asc, between, desc, eq } from "drizzle-orm";
import { formatEntries, TILE_WIDTH, type TileAddress } from "@pegbar/verify";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { checkpoint, cosignature, leaf, log, tileRoot } from "../../schema/ledger.sql.ts";
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
