import { and, asc, eq } from "drizzle-orm";
import type { Certificate } from "@pegbar/verify";
import * as Access from "../../platform/access/index.ts";
import { asset } from "../../schema/asset.sql.ts";
import type * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { sequence, shot, show } from "../../schema/show.sql.ts";
import { compose, listEventIds, selectLeaves, listWaiting, waitUntilWritten, type Options } from "./certificate.ts";
import { enqueueRecords } from "../../platform/record/enqueue.ts";
import { listRedactions } from "./redaction.ts";

/** Event id of a shot's list, by the number of records, so that the same list is not added twice. */
const buildListId = (shotId: string, count: number): string => `${shotId}/listed/${count}`;

/**
 * Creates the certificate of a shot with all results, including rejected ones. Adds a list of the shot to the log
 * unless the newest one is up to date, and waits until it is written.
 * @throws certificate_pending if that takes longer, conflict for a shot without results
 */
export const createShotCertificate = (shotId: string, options: Options): Promise<Certificate> =>
  waitUntilWritten(options.waitMs, "The shot's list", (tx) => certifyShot(tx, shotId, options));

async function certifyShot(tx: Database.Tx, shotId: string, options: Options): Promise<Certificate | undefined> {
  const place = await readPlace(tx, shotId);
  const assets = await tx.select({ id: asset.id }).from(asset).where(eq(asset.shotId, shotId)).orderBy(asc(asset.id));
  const ids = assets.map(({ id }) => id);
  // Pending records must be written first, because the list counts them.
  const redactions = await listRedactions(tx, ids);
  if ((await listWaiting(tx, [...ids.flatMap(listEventIds), ...redactions])).length > 0) return undefined;
  const rows = await selectLeaves(tx, ids.flatMap(listEventIds));
  const generated = rows.filter(({ eventId }) => ids.includes(eventId));
  const last = generated.at(-1);
  if (!last)
    throw new VisibleError("conflict", "Nothing has been generated for this shot yet, so there is nothing to prove.");
  const [listing] = await selectLeaves(tx, [buildListId(shotId, rows.length)]);
  if (listing) {
    const listed = [...rows.filter(({ position }) => position < listing.position), listing];
    const [first] = generated;
    const erased = (await selectLeaves(tx, redactions)).filter(({ position }) => position > (first?.position ?? 0));
    const all = [...listed, ...erased].toSorted((a, b) => a.position - b.position);
    return compose(tx, "shot", all, options);
  }
  const { assertedAt } = JSON.parse(Buffer.from(last.record).toString("utf8")) as { assertedAt: string };
  await enqueueRecords(tx, [
    { type: "shot.listed", schema: 1, eventId: buildListId(shotId, rows.length), assertedAt, ...place },
  ]);
  return undefined;
}

async function readPlace(tx: Database.Tx, shotId: string) {
  const [found] = await tx
    .select({ shotId: shot.id, show: show.code, sequence: sequence.code, shot: shot.code })
    .from(shot)
    .innerJoin(sequence, eq(sequence.id, shot.sequenceId))
    .innerJoin(show, eq(show.id, shot.showId))
    .where(and(eq(shot.id, shotId), Access.filterReachable("shot.certify", { showId: shot.showId })));
  if (!found) throw createNotFoundError("shot", shotId);
  return found;
}
