import { randomBytes } from "node:crypto";
import { and, asc, eq, gt, inArray, lt } from "drizzle-orm";
import {
  canonicalBytes,
  checkpointBody,
  emptyRoot,
  equal,
  leafHash,
  nodeHash,
  peaks,
  rootOfPeaks,
  signedNote,
} from "@pegbar/verify";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import type { Signer } from "../port/index.ts";
import { checkpointTopic, nodes } from "./index.ts";
import { checkpoint, intent, leaf, log, treeNode } from "./ledger.sql.ts";

const BATCH = 500;
/** Rows of one INSERT, below PostgreSQL's 65,535 parameters. */
const ROWS = 5000;

/**
 * Turns all waiting intents into leaves and signs the new heads. The only writer of the log; runs as the sequencer
 * role, for one tenant after the other. Returns how many leaves were added.
 */
export async function sequence(signer: Signer): Promise<number> {
  const waiting = await Database.tx((tx) => tx.selectDistinct({ tenantId: intent.tenantId }).from(intent));
  const unsigned = await Database.tx((tx) =>
    tx.select({ tenantId: log.tenantId }).from(log).where(gt(log.size, log.signedSize)),
  );
  let added = 0;
  for (const tenantId of new Set([...waiting, ...unsigned].map((row) => row.tenantId))) {
    for (;;) {
      const batch = await append(tenantId, signer.name);
      added += batch;
      if (batch < BATCH) break;
    }
    await sign(tenantId, signer);
  }
  return added;
}

/** Appends a batch and stores the new root before anybody signs it. */
async function append(tenantId: string, logName: string): Promise<number> {
  return Database.tx((tx) =>
    Database.forTenant(tenantId, "sequencer", async () => {
      await tx
        .insert(log)
        .values({ tenantId, origin: `${logName}/${randomBytes(8).toString("hex")}`, root: emptyRoot() })
        .onConflictDoNothing();
      const [head] = await tx.select().from(log).where(eq(log.tenantId, tenantId)).for("no key update");
      if (!head) throw new Error("the log's head is missing");
      const batch = await tx
        .select()
        .from(intent)
        .where(eq(intent.tenantId, tenantId))
        .orderBy(asc(intent.id))
        .limit(BATCH);
      if (batch.length === 0) return 0;
      const fresh = await unknown(tx, batch);
      if (fresh.length > 0) await grow(tx, tenantId, head.size, fresh);
      await tx.delete(intent).where(
        inArray(
          intent.id,
          batch.map(({ id }) => id),
        ),
      );
      return batch.length;
    }),
  );
}

/** Drops events that are in the log already; the same event with another record is an alarm. */
async function unknown(tx: Database.Tx, batch: (typeof intent.$inferSelect)[]) {
  const leaves = batch.map((row) => {
    const record = canonicalBytes(row.record);
    return { eventId: row.eventId, record, hash: leafHash(record) };
  });
  const known = await tx
    .select({ eventId: leaf.eventId, hash: leaf.hash })
    .from(leaf)
    .where(
      inArray(
        leaf.eventId,
        leaves.map(({ eventId }) => eventId),
      ),
    );
  return leaves.filter((candidate) => {
    const before = known.find(({ eventId }) => eventId === candidate.eventId);
    if (before && !equal(before.hash, candidate.hash)) {
      Context.ports().log("error", "an event was recorded twice with different contents; the first stands", {
        eventId: candidate.eventId,
      });
    }
    return !before;
  });
}

async function grow(
  tx: Database.Tx,
  tenantId: string,
  from: number,
  leaves: { eventId: string; record: Uint8Array; hash: Uint8Array }[],
) {
  const edge = peaks(from);
  const stored = await nodes(tx, edge);
  const pending = edge.map(({ level, position }) => ({ level, position, hash: stored(level, position) }));
  const made: { tenantId: string; level: number; position: number; hash: Uint8Array }[] = [];
  for (const [offset, { hash }] of leaves.entries()) {
    let node = { level: 0, position: from + offset, hash };
    made.push({ tenantId, ...node });
    while (node.position % 2 === 1) {
      const left = pending.pop();
      if (left?.level !== node.level) throw new Error("the tree's edge is inconsistent");
      node = { level: node.level + 1, position: (node.position - 1) / 2, hash: nodeHash(left.hash, node.hash) };
      made.push({ tenantId, ...node });
    }
    pending.push(node);
  }
  const size = from + leaves.length;
  await tx.insert(leaf).values(leaves.map((one, offset) => ({ tenantId, position: from + offset, ...one })));
  for (let start = 0; start < made.length; start += ROWS)
    await tx.insert(treeNode).values(made.slice(start, start + ROWS));
  const root = rootOfPeaks(pending.map(({ hash }) => hash));
  await tx.update(log).set({ size, root }).where(eq(log.tenantId, tenantId));
}

/**
 * Signs the stored head. Signing happens outside of the transaction; should the process die in between, the next one
 * signs the same size and root again.
 */
async function sign(tenantId: string, signer: Signer): Promise<void> {
  const inLog = <T>(cb: (tx: Database.Tx) => Promise<T>) =>
    Database.tx((tx) => Database.forTenant(tenantId, "sequencer", () => cb(tx)));
  const [head] = await inLog((tx) => tx.select().from(log).where(eq(log.tenantId, tenantId)));
  if (!head || head.signedSize === head.size) return;
  const body = checkpointBody(head);
  const signature = await signer.sign(new TextEncoder().encode(body));
  const note = signedNote(body, signer.name, signer.publicKey, signature);
  await inLog(async (tx) => {
    await tx.insert(checkpoint).values({ tenantId, size: head.size, root: head.root, note }).onConflictDoNothing();
    await tx
      .update(log)
      .set({ signedSize: head.size })
      .where(and(eq(log.tenantId, tenantId), lt(log.signedSize, head.size)));
    await Database.signal(tx, checkpointTopic(tenantId));
  });
}
