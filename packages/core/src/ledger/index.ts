import { createHash } from "node:crypto";
import { and, count, desc, eq, gt, inArray, lt, or, sql } from "drizzle-orm";
import {
  canonicalBytes,
  CERTIFICATE_FORMAT,
  inclusionPath,
  parseVerifierKey,
  rootOfPeaks,
  toHex,
  type Certificate,
} from "@pegbar/verify";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { notFound, VisibleError } from "../error.ts";
import * as Id from "../id.ts";
import { until } from "../port/until.ts";
import { checkpoint, intent, leaf, treeNode } from "./ledger.sql.ts";
import { AssetGenerated } from "./record.ts";

/** Channel topics of the log. */
export const INTENT_TOPIC = "ledger:intent";
export const checkpointTopic = (tenantId: string) => `ledger:${tenantId}`;

export const hashOf = (value: unknown): string => createHash("sha256").update(canonicalBytes(value)).digest("hex");

/**
 * Leaves an event to the log, in the transaction that makes it true. One leaf an event, however often this is called.
 */
export async function intend(tx: Database.Tx, eventId: string, event: Omit<AssetGenerated, "eventId">): Promise<void> {
  const record = AssetGenerated.parse({ ...event, eventId });
  canonicalBytes(record);
  await Database.together([
    () =>
      tx
        .insert(intent)
        .values({ id: Id.create("intent"), tenantId: Context.tenantId(), eventId, record })
        .onConflictDoNothing(),
    () => Database.signal(tx, INTENT_TOPIC),
  ]);
}

/** How many records have waited for the sequencer for longer than that; wakes it if there are any. Runs as the platform. */
export const late = (seconds: number): Promise<number> =>
  Database.tx(async (tx) => {
    const before = new Date(Context.ports().clock.now().getTime() - seconds * 1000);
    const [row] = await tx.select({ n: count() }).from(intent).where(lt(intent.createdAt, before));
    const waiting = row?.n ?? 0;
    if (waiting > 0) await Database.signal(tx, INTENT_TOPIC);
    return waiting;
  });

/**
 * The certificate of an event, waiting up to `waitMs` until the sequencer has written it.
 * @throws certificate_pending when it takes longer, not_found for an event that nobody intended
 */
export async function certificate(eventId: string, waitMs: number, logKey: string): Promise<Certificate> {
  if (!parseVerifierKey(logKey)) throw new Error("the configured log key is no verifier key");
  const found = await until(checkpointTopic(Context.tenantId()), waitMs, () => assemble(eventId, logKey));
  if (found) return found;
  throw new VisibleError("certificate_pending", "The record is written within a second. Ask again.", {
    retryAfterSeconds: 1,
  });
}

async function assemble(eventId: string, logKey: string): Promise<Certificate | undefined> {
  return Database.tx(async (tx) => {
    // In this order: the sequencer may turn the intent into a leaf between the two looks.
    const [waiting] = await tx.select({ id: intent.id }).from(intent).where(eq(intent.eventId, eventId));
    const [row] = await tx.select().from(leaf).where(eq(leaf.eventId, eventId));
    if (!row && !waiting) throw notFound("record", eventId);
    if (!row) return undefined;
    const [head] = await tx
      .select()
      .from(checkpoint)
      .where(gt(checkpoint.size, row.position))
      .orderBy(desc(checkpoint.size))
      .limit(1);
    if (!head) return undefined;
    const path = inclusionPath(row.position, head.size);
    const hashes = await nodes(tx, path.flat());
    return {
      format: CERTIFICATE_FORMAT,
      record: JSON.parse(Buffer.from(row.record).toString("utf8")) as Record<string, unknown>,
      proof: {
        leafIndex: row.position,
        hashes: path.map((parts) => toHex(rootOfPeaks(parts.map(({ level, position }) => hashes(level, position))))),
        checkpoint: head.note,
      },
      logKey,
    };
  });
}

/** Hashes of subtrees, as a look-up that throws for one that is missing. */
export async function nodes(tx: Database.Tx, wanted: readonly { level: number; position: number }[]) {
  const rows =
    wanted.length === 0
      ? []
      : await tx
          .select()
          .from(treeNode)
          .where(
            and(
              eq(treeNode.tenantId, sql`(select app.tenant())`),
              or(
                ...[...Map.groupBy(wanted, (node) => node.level)].map(([level, group]) =>
                  and(
                    eq(treeNode.level, level),
                    inArray(
                      treeNode.position,
                      group.map(({ position }) => position),
                    ),
                  ),
                ),
              ),
            ),
          );
  const known = new Map(rows.map((row) => [`${row.level}/${row.position}`, row.hash]));
  return (level: number, position: number): Uint8Array => {
    const hash = known.get(`${level}/${position}`);
    if (!hash) throw new Error(`the log lacks the hash of subtree ${level}/${position}`);
    return hash;
  };
}
