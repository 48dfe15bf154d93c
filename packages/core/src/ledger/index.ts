import { createHash } from "node:crypto";
import { count, lt } from "drizzle-orm";
import { canonicalBytes } from "@pegbar/verify";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import * as Id from "../id.ts";
import { disclosure, intent } from "./ledger.sql.ts";
import { erasable, Event } from "./record/index.ts";
import { conceal } from "./subject.ts";
import { INTENT_TOPIC } from "./topic.ts";

export { certificate } from "./certificate.ts";
export { INTENT_TOPIC } from "./topic.ts";
export type { Event, SubjectKind } from "./record/index.ts";

export const hashOf = (value: unknown): string => createHash("sha256").update(canonicalBytes(value)).digest("hex");

/**
 * Leaves events to the log, in the transaction that makes them true. One leaf an event, however often this is called.
 * Values that can be erased are kept beside the log, under their subjects' keys; the record commits to them.
 */
export async function intend(tx: Database.Tx, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  const tenantId = Context.tenantId();
  const parsed = events.map((event) => Event.parse(event));
  const { records, kept } = await conceal(
    tx,
    parsed.map((event) => ({ event, places: erasable(event) })),
  );
  await Database.together([
    () =>
      tx
        .insert(intent)
        .values(records.map((record) => ({ id: Id.create("intent"), tenantId, eventId: record.eventId, record })))
        .onConflictDoNothing(),
    ...(kept.length > 0
      ? [
          () =>
            tx
              .insert(disclosure)
              .values(kept.map((one) => ({ tenantId, ...one })))
              .onConflictDoNothing(),
        ]
      : []),
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
