import type { TransactionExecutor } from "amazon-qldb-driver-nodejs";
import { encodeCanonical } from "@pegbar/verify";
import { LedgerConflict, type LedgerEvent } from "@pegbar/core/platform/port";
import { buildEventKey, readDocument, type Document } from "./document.ts";
import { HEADS, RECORDS } from "./prepare.ts";
import { getField, readInteger } from "./verify/ion.ts";

/** QLDB allows forty changed documents in a transaction; one of them is the tenant's head. */
export const MOST_EVENTS = 39;

export interface Pending {
  eventId: string;
  record: string;
}

/** Events with unique names, in the given order. */
export function toPending(events: readonly LedgerEvent[]): Pending[] {
  const found = new Map<string, Pending>();
  for (const { eventId, record } of events) {
    const pending = { eventId, record: new TextDecoder().decode(encodeCanonical(record)) };
    if ((found.get(eventId) ?? pending).record !== pending.record) throw new LedgerConflict(eventId);
    found.set(eventId, pending);
  }
  return [...found.values()];
}

/** Finds events that are already stored. @throws if one is stored with another record */
export async function findKnown(
  tx: TransactionExecutor,
  tenantId: string,
  events: readonly Pending[],
): Promise<Set<string>> {
  const keys = events.map(({ eventId }) => buildEventKey(tenantId, eventId));
  const marks = keys.map(() => "?").join(", ");
  const result = await tx.execute(`SELECT * FROM ${RECORDS} WHERE eventKey IN (${marks})`, ...keys);
  const records = new Map(
    result.getResultList().map((value) => [readDocument(value).eventId, readDocument(value).record]),
  );
  for (const { eventId, record } of events)
    if ((records.get(eventId) ?? record) !== record) throw new LedgerConflict(eventId);
  return new Set(records.keys());
}

/**
 * Appends new events. Reads and changes the tenant's head, so that one of two concurrent writers conflicts and starts
 * again, and no position is used twice.
 */
export async function append(tx: TransactionExecutor, tenantId: string, events: readonly Pending[]): Promise<void> {
  const heads = await tx.execute(`SELECT * FROM ${HEADS} WHERE tenantId = ?`, tenantId);
  const there = await findKnown(tx, tenantId, events);
  const fresh = events.filter(({ eventId }) => !there.has(eventId));
  if (fresh.length === 0) return;
  const [head] = heads.getResultList();
  const size = head ? readInteger(getField(head, "recordCount")) : 0;
  const documents = fresh.map(({ eventId, record }, at): Document => ({
    eventKey: buildEventKey(tenantId, eventId),
    tenantId,
    eventId,
    position: size + at,
    record,
  }));
  await tx.execute(`INSERT INTO ${RECORDS} ?`, documents);
  const grown = size + fresh.length;
  if (head) await tx.execute(`UPDATE ${HEADS} SET recordCount = ? WHERE tenantId = ?`, grown, tenantId);
  else await tx.execute(`INSERT INTO ${HEADS} ?`, { tenantId, recordCount: grown });
}
