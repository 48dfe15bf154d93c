import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import * as Access from "../../../platform/access/index.ts";
import * as Context from "../../../platform/context.ts";
import * as Database from "../../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../../platform/error/index.ts";
import { asset } from "../../../schema/asset.sql.ts";
import { assetMark, assetTag } from "../../../schema/asset-mark.sql.ts";
import { addMarks, type Marks } from "./read.ts";
import { MAX_TAGS, type MarkChange } from "./request.ts";

/**
 * Changes the actor's flag and rating, and everyone's tags, of several assets at once.
 * @returns the marks of the assets, in the order of the request
 * @throws not_found if the actor may not see one of the assets; nothing is changed then
 */
export async function mark(change: MarkChange): Promise<(Marks & { id: string })[]> {
  const { assetIds, addTags = [], removeTags = [] } = change;
  const { memberId, tenantId } = Context.getMember();
  const now = Context.getPorts().clock.now();
  return Database.tx(async (tx) => {
    await assertVisible(tx, assetIds);
    if (change.flag !== undefined || change.rating !== undefined)
      await setMarks(tx, change, { memberId, tenantId, now });
    if (removeTags.length > 0)
      await tx.delete(assetTag).where(and(inArray(assetTag.assetId, assetIds), inArray(assetTag.tag, removeTags)));
    if (addTags.length > 0) {
      const rows = assetIds.flatMap((assetId) =>
        [...new Set(addTags)].map((tag) => ({ tenantId, assetId, tag, memberId, createdAt: now })),
      );
      await tx.insert(assetTag).values(rows).onConflictDoNothing();
    }
    const marked = await addMarks(
      tx,
      assetIds.map((id) => ({ id })),
    );
    if (marked.some(({ tags }) => tags.length > MAX_TAGS))
      throw new VisibleError("invalid_request", `An asset has at most ${MAX_TAGS} tags. Remove some first.`);
    return marked;
  });
}

async function assertVisible(tx: Database.Tx, assetIds: readonly string[]): Promise<void> {
  const found = await tx
    .select({ id: asset.id })
    .from(asset)
    .where(
      and(
        inArray(asset.id, [...assetIds]),
        Access.filterReachable("asset.mark", { memberId: asset.memberId, showId: asset.showId }),
      ),
    );
  const known = new Set(found.map(({ id }) => id));
  const missing = assetIds.find((id) => !known.has(id));
  if (missing !== undefined) throw createNotFoundError("asset", missing);
}

/** Requests at the same time may change different columns of a row, so each request writes only its own. */
async function setMarks(
  tx: Database.Tx,
  { assetIds, flag, rating }: MarkChange,
  { memberId, tenantId, now }: { memberId: string; tenantId: string; now: Date },
): Promise<void> {
  await tx
    .insert(assetMark)
    .values(
      // In one order, so that two requests for the same assets do not wait for each other.
      assetIds.toSorted().map((assetId) => ({
        tenantId,
        assetId,
        memberId,
        flag: flag ?? null,
        rating: rating ?? null,
        updatedAt: now,
      })),
    )
    .onConflictDoUpdate({
      target: [assetMark.assetId, assetMark.memberId],
      set: {
        ...(flag === undefined ? {} : { flag: sql`excluded.flag` }),
        ...(rating === undefined ? {} : { rating: sql`excluded.rating` }),
        updatedAt: sql`excluded.updated_at`,
      },
    });
  await tx
    .delete(assetMark)
    .where(
      and(
        inArray(assetMark.assetId, assetIds),
        eq(assetMark.memberId, memberId),
        isNull(assetMark.flag),
        isNull(assetMark.rating),
      ),
    );
}
