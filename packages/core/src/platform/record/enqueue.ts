import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import * as Id from "../id.ts";
import { disclosure, pendingRecord } from "../../schema/ledger.sql.ts";
import { listErasable, Event } from "./event.ts";
import { commitErasable } from "./subject.ts";
import { PENDING_TOPIC } from "./topic.ts";

/**
 * Enqueues records for the studio's ledger, in the transaction that makes them true. The sequencer appends each once,
 * however often it was enqueued. Values that can be erased are stored outside of the ledger, encrypted under their
 * subjects' keys; the record contains commitments to them.
 */
export async function enqueueRecords(tx: Database.Tx, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  const tenantId = Context.getTenantId();
  const traceparent = Context.getTraceparent() ?? null;
  const parsed = events.map((event) => Event.parse(event));
  const { records, kept } = await commitErasable(
    tx,
    parsed.map((event) => ({ event, places: listErasable(event) })),
  );
  await Database.runTogether([
    () =>
      tx
        .insert(pendingRecord)
        .values(
          records.map((record) => ({
            id: Id.create("intent"),
            tenantId,
            eventId: record.eventId,
            record,
            traceparent,
          })),
        )
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
    () => Database.sendSignal(tx, PENDING_TOPIC),
  ]);
}
