import type { dom } from "ion-js";
import pLimit, { type LimitFunction } from "p-limit";
import { toHex } from "@pegbar/verify";
import type { LedgerEntry, LedgerReceipt, LedgerStore } from "@pegbar/core/platform/port";
import { append, findKnown, MOST_EVENTS, toPending, type Pending } from "./append.ts";
import { connect, type Client, type Connection } from "./client.ts";
import { buildEventKey, readDocument } from "./document.ts";
import { prepare, RECORDS } from "./prepare.ts";
import { check, parseProof } from "./proof.ts";
import { getField, readText } from "./verify/ion.ts";
import { readRevision } from "./verify/index.ts";

export type QldbLedger = LedgerStore & { close(): void };

/**
 * A ledger in QLDB or a service with its protocol; creates its tables. A call with more than 39 events runs several
 * transactions and may fail after some of them; the same call again appends the rest.
 */
export async function createQldbLedger(connection: Connection): Promise<QldbLedger> {
  const client = await connect(connection);
  await prepare(client);
  const limits = new Map<string, LimitFunction>();
  /** Runs the writes of a tenant one after the other, because concurrent ones would conflict. */
  const writeInOrder = <T>(tenantId: string, work: () => Promise<T>): Promise<T> => {
    const limit = limits.get(tenantId) ?? pLimit(1);
    limits.set(tenantId, limit);
    return limit(work);
  };

  return {
    async append(tenantId, events) {
      const batches = splitIntoBatches(toPending(events));
      await writeInOrder(tenantId, async () => {
        // If one event conflicts, none is stored, even if they need several transactions.
        if (batches.length > 1)
          for (const batch of batches)
            await client.transact((tx) => findKnown(tx, tenantId, batch).then(() => undefined));
        for (const batch of batches) await client.transact((tx) => append(tx, tenantId, batch));
      });
      const receipts = new Map<string, LedgerReceipt>();
      for (const batch of batches)
        for (const revision of await selectCommitted(client, tenantId, batch)) {
          const { record: _record, ...receipt } = parseEntry(revision);
          receipts.set(receipt.eventId, receipt);
        }
      return events.map(({ eventId }) => {
        const receipt = receipts.get(eventId);
        if (!receipt) throw new Error(`the ledger lacks ${eventId}, which was appended`);
        return receipt;
      });
    },

    async find(tenantId, eventId) {
      const [revision] = await selectCommitted(client, tenantId, [{ eventId }]);
      return revision && parseEntry(revision);
    },

    async prove(tenantId, eventId) {
      const [found] = await selectCommitted(client, tenantId, [{ eventId }]);
      if (!found) return undefined;
      const { revision, hashes, digest } = await client.prove(
        found,
        readText(getField(getField(found, "metadata"), "id")),
      );
      const { record } = parseEntry(revision);
      const proof = parseProof(revision, hashes, digest);
      if (!check(record, proof)) throw new Error(`the ledger returned an invalid proof of ${eventId}`);
      return { record, proof };
    },

    check,
    close: () => client.close(),
  };
}

const splitIntoBatches = (events: readonly Pending[]): Pending[][] =>
  Array.from({ length: Math.ceil(events.length / MOST_EVENTS) }, (_, at) =>
    events.slice(at * MOST_EVENTS, (at + 1) * MOST_EVENTS),
  );

/** Reads the revisions of events that exist. */
const selectCommitted = (
  client: Client,
  tenantId: string,
  events: readonly Pick<Pending, "eventId">[],
): Promise<dom.Value[]> =>
  client.transact(async (tx) => {
    const keys = events.map(({ eventId }) => buildEventKey(tenantId, eventId));
    const marks = keys.map(() => "?").join(", ");
    const result = await tx.execute(
      `SELECT * FROM _ql_committed_${RECORDS} WHERE data.eventKey IN (${marks})`,
      ...keys,
    );
    return result.getResultList();
  });

/** Reads a revision and verifies its hash, so that the service need not be trusted. */
function parseEntry(revision: dom.Value): LedgerEntry {
  const { hash } = readRevision(revision);
  const { eventId, position, record } = readDocument(getField(revision, "data"));
  return { eventId, position, hash: toHex(hash), record };
}
