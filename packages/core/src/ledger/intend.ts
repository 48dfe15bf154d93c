import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import * as Id from "../id.ts";
import { disclosure, intent } from "./ledger.sql.ts";
import { erasable, Event } from "./record/index.ts";
import { conceal } from "./subject.ts";
import { INTENT_TOPIC } from "./topic.ts";

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
