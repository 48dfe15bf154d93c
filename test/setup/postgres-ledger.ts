import { and, desc, eq, gt, inArray } from "drizzle-orm";
import { formatTlogProof, Prover, toHex } from "@pegbar/verify";
import * as Database from "@pegbar/core/platform/database";
import type { Receipt } from "@pegbar/core/result/ledger/append.ts";
import { Appends } from "./appends.ts";
import { parseConfiguredKeys } from "@pegbar/core/result/ledger/keys.ts";
import { checkpoint, leaf } from "@pegbar/core/schema/ledger.sql.ts";
import { ensure } from "@pegbar/core/result/ledger/sequence.ts";
import { sign, type Sealing } from "@pegbar/core/result/ledger/sign.ts";
import { proveInclusion } from "@pegbar/core/result/ledger/tree.ts";
import { LedgerConflict, type LedgerStore } from "@pegbar/core/platform/port";

interface Options {
  sealing: Sealing;
  /** Verifier keys of the log's heads. */
  logKeys: readonly string[];
}

/**
 * Creates a ledger on the Merkle log in the platform's own database. Calls run as the sequencer role, in a context that
 * the caller provides. Rows of a tenant are only accessed as that tenant.
 */
export function createPostgresLedger({ sealing, logKeys }: Options): LedgerStore {
  const keys = parseConfiguredKeys(logKeys);
  const within = <T>(tenantId: string, cb: (tx: Database.Tx) => Promise<T>) =>
    Database.tx(() => Database.runForTenant(tenantId, "ledger", cb));
  const ensureLog = (tenantId: string) => ensure(tenantId, sealing.signer.name);
  const appending = new Map<string, Promise<Appends>>();
  const getAppends = (tenantId: string): Promise<Appends> => {
    const made =
      appending.get(tenantId) ?? ensureLog(tenantId).then((log) => new Appends(log, (cb) => within(tenantId, cb)));
    appending.set(tenantId, made);
    made.catch(() => appending.delete(tenantId));
    return made;
  };

  return {
    async append(tenantId, events) {
      if (events.length === 0) return [];
      const outcome = await (await getAppends(tenantId)).append(events);
      if ("conflict" in outcome) throw new LedgerConflict(outcome.conflict);
      return outcome.receipts.map(receipt);
    },

    async find(tenantId, eventId) {
      const log = await ensureLog(tenantId);
      const [row] = await within(tenantId, (tx) => readRows(tx, log.id, [eventId]));
      return row && { ...receipt(row), record: text(row.record) };
    },

    async prove(tenantId, eventId) {
      const log = await ensureLog(tenantId);
      const open = <T>(cb: (tx: Database.Tx) => Promise<T>) => within(tenantId, cb);
      await sign(open, log.id, sealing);
      return open(async (tx) => {
        const [row] = await readRows(tx, log.id, [eventId]);
        if (!row) return undefined;
        const head = await readHeadBeyond(tx, log.id, row.position);
        const hashes = await proveInclusion(tx, log.id, row.position, head.size);
        const path = formatTlogProof({ index: row.position, hashes, checkpoint: "" });
        return { record: text(row.record), proof: { path, head: head.note } };
      });
    },

    // A C2SP tlog-proof is the path followed by the checkpoint.
    check: (record, { path, head }) => !("reason" in new Prover(keys, []).prove(record, path + head)),
  };
}

const readRows = (tx: Database.Tx, logId: number, eventIds: readonly string[]) =>
  tx
    .select({
      eventId: leaf.eventId,
      position: leaf.position,
      record: leaf.record,
      hash: leaf.hash,
    })
    .from(leaf)
    .where(and(eq(leaf.logId, logId), inArray(leaf.eventId, [...eventIds])));

const receipt = ({ eventId, position, hash }: Receipt) => ({ eventId, position, hash: toHex(new Uint8Array(hash)) });
const text = (record: Uint8Array): string => Buffer.from(record).toString("utf8");

/** Reads the newest anchored checkpoint. @throws Error if it does not cover the position */
async function readHeadBeyond(tx: Database.Tx, logId: number, position: number) {
  const [newest] = await tx
    .select({ size: checkpoint.size, note: checkpoint.note })
    .from(checkpoint)
    .where(and(eq(checkpoint.logId, logId), eq(checkpoint.anchored, true), gt(checkpoint.size, position)))
    .orderBy(desc(checkpoint.size))
    .limit(1);
  if (!newest) throw new Error("the log's head was not signed");
  return newest;
}
