import { randomBytes } from "node:crypto";
import { and, asc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { toBase64 } from "@pegbar/verify";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { processTracer } from "@pegbar/telemetry/trace/tracer.ts";
import { append, type Pending } from "./append.ts";
import { checkpoint, pendingRecord, log } from "../../schema/ledger.sql.ts";
import { sign, type Sealing } from "./sign.ts";
import { getCheckpointTopic } from "../../platform/record/topic.ts";

const BATCH = 500;

/**
 * Appends all pending records, signs and anchors the studios' new heads, writes these into the platform's log,
 * and signs that one. The only writer of the logs; runs as the sequencer role. Returns how many leaves were added to
 * studios' logs. What fails for one studio does not hold up the others.
 */
export async function sequence(sealing: Sealing): Promise<number> {
  const { studios, platform: known, unsigned } = await listOutstanding();
  if (studios.size === 0 && !unsigned) return 0;
  const platform = known ?? (await ensure(null, sealing.signer.name));
  let added = 0;
  const failures: unknown[] = [];
  for (const tenantId of studios) {
    try {
      added += await sequenceStudio(tenantId, sealing);
    } catch (error) {
      failures.push(error);
    }
  }
  const toCheckpointRecord = await publish(platform);
  await sign((cb) => Database.tx(cb), platform.id, sealing);
  if (toCheckpointRecord.length > 0)
    await Database.tx((tx) =>
      Database.runTogether(
        toCheckpointRecord.map((tenantId) => () => Database.sendSignal(tx, getCheckpointTopic(tenantId))),
      ),
    );
  if (failures.length > 0) throw failures[0];
  return added;
}

/** Finds outstanding work in one round trip, because it is called twice a second and there usually is none. */
async function listOutstanding() {
  const [waiting, behind] = await Database.tx((tx) =>
    Database.runTogether([
      () => tx.selectDistinct({ tenantId: pendingRecord.tenantId }).from(pendingRecord),
      // This includes the platform's log, whose `publishedSize` is never set.
      () =>
        tx
          .select({ id: log.id, tenantId: log.tenantId, size: log.size, signedSize: log.signedSize })
          .from(log)
          .where(gt(log.size, log.publishedSize)),
    ]),
  );
  const platform = behind.find(({ tenantId }) => tenantId === null);
  return {
    studios: new Set([...waiting, ...behind].flatMap(({ tenantId }) => tenantId ?? [])),
    platform,
    unsigned: platform !== undefined && platform.signedSize < platform.size,
  };
}

export interface Log {
  id: number;
  tenantId: string | null;
}

/** The log of a studio or of the platform, created when it is needed first. */
export async function ensure(tenantId: string | null, name: string): Promise<Log> {
  const own = tenantId === null ? isNull(log.tenantId) : eq(log.tenantId, tenantId);
  const find = () => Database.tx((tx) => tx.select({ id: log.id, tenantId: log.tenantId }).from(log).where(own));
  const [known] = await find();
  if (known) return known;
  // A pseudonym, because checkpoints are public and studios need not be.
  const origin = tenantId === null ? `${name}/platform` : `${name}/${randomBytes(8).toString("hex")}`;
  await Database.tx((tx) => tx.insert(log).values({ tenantId, origin, peaks: new Uint8Array() }).onConflictDoNothing());
  const [made] = await find();
  if (!made) throw new Error("the log's head is missing");
  return made;
}

async function sequenceStudio(tenantId: string, sealing: Sealing): Promise<number> {
  const runInTenant = <T>(cb: (tx: Database.Tx) => Promise<T>) =>
    Database.tx(() => Database.runForTenant(tenantId, "sequencer", cb));
  const own = await ensure(tenantId, sealing.signer.name);
  const appended: Drained[] = [];
  for (;;) {
    const batch = await runInTenant((tx) => drain(tx, own));
    appended.push(...batch);
    if (batch.length < BATCH) break;
  }
  await sign(runInTenant, own.id, sealing);
  recordSpans(appended);
  return appended.length;
}

type Drained = Pick<typeof pendingRecord.$inferSelect, "traceparent" | "createdAt">;

/** The spans of records, from when they were enqueued until they were signed and anchored. Only of traced jobs. */
function recordSpans(records: readonly Drained[]): void {
  const at = Context.getPorts().clock.now();
  for (const { traceparent, createdAt } of records)
    if (traceparent !== null) processTracer.start("record", { parent: traceparent, startTime: createdAt }).end({ at });
}

/** Appends a batch of pending records, and returns them. */
async function drain(tx: Database.Tx, own: Log): Promise<Drained[]> {
  const batch = await tx
    .select({
      id: pendingRecord.id,
      eventId: pendingRecord.eventId,
      record: pendingRecord.record,
      traceparent: pendingRecord.traceparent,
      createdAt: pendingRecord.createdAt,
    })
    .from(pendingRecord)
    .where(eq(pendingRecord.tenantId, sql`(select app.tenant())`))
    .orderBy(asc(pendingRecord.id))
    .limit(BATCH);
  if (batch.length === 0) return [];
  const outcomes = await append(
    tx,
    own,
    batch.map((one) => [one]),
  );
  for (const outcome of outcomes)
    if ("conflict" in outcome)
      Context.getPorts().log("error", "an event was recorded twice with different contents; the first one is kept", {
        eventId: outcome.conflict,
      });
  await tx.delete(pendingRecord).where(
    inArray(
      pendingRecord.id,
      batch.map(({ id }) => id),
    ),
  );
  return batch;
}

/** Adds studios' anchored checkpoints to the platform's log. Returns the ids of these studios. */
const publish = (platform: Log): Promise<string[]> =>
  Database.tx(async (tx) => {
    const fresh = await tx
      .select({
        logId: log.id,
        tenantId: log.tenantId,
        origin: log.origin,
        size: checkpoint.size,
        root: checkpoint.root,
      })
      .from(log)
      .innerJoin(checkpoint, and(eq(checkpoint.logId, log.id), eq(checkpoint.size, log.signedSize)))
      .where(and(gt(log.signedSize, log.publishedSize), sql`${log.tenantId} is not null`))
      .orderBy(asc(log.id));
    if (fresh.length === 0) return [];
    await append(tx, platform, [fresh.map(createPublishedEvent)]);
    for (const { logId, size } of fresh) await tx.update(log).set({ publishedSize: size }).where(eq(log.id, logId));
    return fresh.flatMap(({ tenantId }) => tenantId ?? []);
  });

/** A studio's checkpoint as a record of the platform's log. */
const createPublishedEvent = ({ origin, size, root }: { origin: string; size: number; root: Uint8Array }): Pending => ({
  eventId: `${origin}/${size}`,
  record: { type: "checkpoint.published", schema: 1, origin, size, root: toBase64(new Uint8Array(root)) },
});
