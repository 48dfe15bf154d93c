import { and, asc, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import { CERTIFICATE_FORMAT, formatTlogProof, type Certificate, type Entry } from "@pegbar/verify";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { waitUntil } from "../../platform/signal.ts";
import { parseConfiguredKeys } from "./keys.ts";
import { checkpoint, cosignature, pendingRecord, leaf, log } from "../../schema/ledger.sql.ts";
import type { SubjectKind } from "../../platform/record/event.ts";
import { listRedactions } from "./redaction.ts";
import { readDisclosures } from "../../platform/record/subject.ts";
import { getCheckpointTopic } from "../../platform/record/topic.ts";
import { proveInclusion, proveInclusions } from "./tree.ts";

export interface Options {
  /** Milliseconds to wait until the record is written. */
  waitMs: number;
  /** Verifier keys of the platform's logs. */
  logKeys: readonly string[];
  /** Kinds of values that the certificate does not disclose. */
  withheld?: readonly SubjectKind[];
}

/** Event ids of the records about one asset; not all of them need exist. */
export const listEventIds = (assetId: string): string[] => [
  assetId,
  buildCredentialedId(assetId),
  buildReviewedId(assetId),
];
/** Event id of the record about the review of an asset's version. */
export const buildReviewedId = (assetId: string): string => `${assetId}/reviewed`;
/** Event id of the record about an asset's file with content credentials. */
export const buildCredentialedId = (assetId: string): string => `${assetId}/credentialed`;

/**
 * Creates the certificate of an asset, and waits until the sequencer has written its record.
 * @throws certificate_pending after `waitMs`, not_found for an asset without a record
 */
export async function createCertificate(assetId: string, options: Options): Promise<Certificate> {
  const { waitMs, logKeys } = options;
  parseConfiguredKeys(logKeys);
  return waitUntilWritten(
    waitMs,
    "The record",
    (tx) => certifyAsset(tx, assetId, options, "all"),
    (tx) => certifyAsset(tx, assetId, options, "some"),
  );
}

type Look = (tx: Database.Tx) => Promise<Certificate | undefined>;

/**
 * Waits until the records of a certificate are written and signed. After `waitMs` it returns the result of `otherwise`.
 * @throws certificate_pending if that returns none either
 */
export async function waitUntilWritten(
  waitMs: number,
  what: string,
  look: Look,
  otherwise: Look = async () => undefined,
): Promise<Certificate> {
  const found =
    (await waitUntil(getCheckpointTopic(Context.getTenantId()), waitMs, () => Database.tx(look))) ??
    (await Database.tx(otherwise));
  if (found) return found;
  throw new VisibleError("certificate_pending", `${what} is written within a second. Ask again.`, {
    retryAfterSeconds: 1,
  });
}

/** Certifies all records of the asset, including pending ones, or those that are written. */
async function certifyAsset(
  tx: Database.Tx,
  assetId: string,
  options: Options,
  which: "all" | "some",
): Promise<Certificate | undefined> {
  // In this order, because the sequencer may append the pending record between the two queries.
  const redactions = await listRedactions(tx, [assetId]);
  const waiting = await listWaiting(tx, [...listEventIds(assetId), ...redactions]);
  const found = await selectLeaves(tx, [...listEventIds(assetId), ...redactions]);
  const generated = found.find(({ eventId }) => eventId === assetId);
  if (!generated && !waiting.includes(assetId)) throw createNotFoundError("record", assetId);
  const missing = waiting.some((eventId) => !found.some((row) => row.eventId === eventId));
  if (!generated || (missing && which === "all")) return undefined;
  // Redactions before the generation do not concern this record.
  const rows = found.filter(({ position }) => position >= generated.position);
  const whole = await compose(tx, "asset", rows, options);
  if (whole || which === "all") return whole;
  // The newest record is written, but no checkpoint covers it yet.
  return compose(tx, "asset", rows.slice(0, -1), options);
}

/** Which of these records are pending. */
export async function listWaiting(tx: Database.Tx, eventIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ eventId: pendingRecord.eventId })
    .from(pendingRecord)
    .where(inArray(pendingRecord.eventId, [...eventIds]));
  return rows.map(({ eventId }) => eventId);
}

/** Leaves of the studio's log by event id, in the log's order. */
export const selectLeaves = (tx: Database.Tx, eventIds: readonly string[]) =>
  tx
    .select({ logId: leaf.logId, position: leaf.position, eventId: leaf.eventId, record: leaf.record })
    .from(leaf)
    .where(and(eq(leaf.tenantId, sql`(select app.tenant())`), filterOwnLog(), inArray(leaf.eventId, [...eventIds])))
    .orderBy(asc(leaf.position));
type Row = Awaited<ReturnType<typeof selectLeaves>>[number];

const filterOwnLog = () => eq(leaf.logId, sql`(select id from ${log} where tenant_id = (select app.tenant()))`);

/**
 * Composes a certificate from records and their proofs. Undefined while the platform's log does not contain a
 * checkpoint that covers all of them.
 */
export async function compose(
  tx: Database.Tx,
  about: Certificate["about"],
  rows: readonly Row[],
  { logKeys, withheld = [] }: Options,
): Promise<Certificate | undefined> {
  const newest = rows.at(-1);
  if (!newest) return undefined;
  const head = await readPublishedHead(tx, newest.logId, newest.position);
  if (!head) return undefined;
  // Records after the checkpoint are part of the next certificate.
  const covered = rows.filter(({ position }) => position < head.size);
  const [shown, cosigned, proofs] = await Promise.all([
    readDisclosures(
      tx,
      covered.map(({ eventId }) => eventId),
      withheld,
    ),
    readPlatformNote(tx, head.platformId, head.position),
    proveInclusions(
      tx,
      newest.logId,
      covered.map(({ position }) => position),
      head.size,
    ),
  ]);
  const entries = covered.map(({ position, eventId, record }, at): Entry => ({
    record: Buffer.from(record).toString("utf8"),
    disclosed: shown(eventId),
    proof: formatTlogProof({ index: position, hashes: proofs[at] ?? [], checkpoint: head.note }),
  }));
  return {
    format: CERTIFICATE_FORMAT,
    about,
    entries,
    anchor: {
      record: Buffer.from(head.record).toString("utf8"),
      proof: formatTlogProof({
        index: head.position,
        hashes: await proveInclusion(tx, head.platformId, head.position, cosigned.size),
        checkpoint: cosigned.note,
      }),
    },
    keys: { log: [...logKeys], witnesses: cosigned.witnesses },
  };
}

/**
 * The first checkpoint of a log that covers a position, with its position in the platform's log. The earlier it is, the
 * more witnesses may have cosigned later checkpoints.
 */
async function readPublishedHead(tx: Database.Tx, logId: number, position: number) {
  const platform = tx
    .select({ id: log.id, signedSize: log.signedSize })
    .from(log)
    .where(isNull(log.tenantId))
    .as("platform");
  const [found] = await tx
    .select({
      size: checkpoint.size,
      note: checkpoint.note,
      platformId: platform.id,
      position: leaf.position,
      record: leaf.record,
    })
    .from(checkpoint)
    .innerJoin(log, eq(log.id, checkpoint.logId))
    .innerJoin(platform, sql`true`)
    .innerJoin(
      leaf,
      and(eq(leaf.logId, platform.id), eq(leaf.eventId, sql`${log.origin} || '/' || ${checkpoint.size}`)),
    )
    .where(and(eq(checkpoint.logId, logId), gt(checkpoint.size, position), lt(leaf.position, platform.signedSize)))
    .orderBy(asc(checkpoint.size))
    .limit(1);
  return found;
}

/** Maximum number of cosignatures to consider at each end of the range after a position. */
const NEAR = 512;

/**
 * The checkpoint of the platform's log after a position with the most cosignatures, or the newest of several; without
 * cosignatures the log's newest. A fast witness does not hide a slow one. The query considers the newest cosignatures,
 * and those right after the position, since a former witness has only old ones.
 */
async function readPlatformNote(tx: Database.Tx, platformId: number, position: number) {
  const [lines, [newest]] = await Promise.all([
    tx
      .select({ size: cosignature.size, witness: cosignature.witness, line: cosignature.line })
      .from(cosignature)
      .where(
        and(
          eq(cosignature.logId, platformId),
          eq(
            cosignature.size,
            sql`(select size from (
                (select size, witness from ${cosignature} where log_id = ${platformId} and size > ${position}
                 order by size desc limit ${NEAR})
                union
                (select size, witness from ${cosignature} where log_id = ${platformId} and size > ${position}
                 order by size limit ${NEAR})) as near
              group by size order by count(distinct split_part(witness, '+', 1)) desc, size desc limit 1)`,
          ),
        ),
      )
      .orderBy(asc(cosignature.witness)),
    tx.select({ size: log.signedSize }).from(log).where(eq(log.id, platformId)),
  ]);
  const size = lines[0]?.size ?? newest?.size ?? 0;
  const [signed] = await tx
    .select({ note: checkpoint.note })
    .from(checkpoint)
    .where(and(eq(checkpoint.logId, platformId), eq(checkpoint.size, size)));
  if (!signed) throw new Error("the platform's log lacks its checkpoint");
  return {
    size,
    note: signed.note + lines.map(({ line }) => line).join(""),
    witnesses: lines.map(({ witness }) => witness),
  };
}
