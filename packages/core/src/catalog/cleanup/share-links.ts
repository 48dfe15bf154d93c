import { and, eq, isNull, lte } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Removal from "../../platform/removal/index.ts";
import { shareLink, sharePicture } from "../../schema/share-link.sql.ts";

/** Links of one round. */
const BATCH = 100;

/**
 * Leaves the pictures of expired share links to the janitor's next round. Revoked links have done it themselves. Runs as
 * the dispatch role. Returns how many links.
 */
export async function cleanExpiredLinks(): Promise<number> {
  const now = Context.getPorts().clock.now();
  const ended = await Database.tx((tx) =>
    tx
      .select({ id: shareLink.id, tenantId: shareLink.tenantId })
      .from(shareLink)
      .where(and(isNull(shareLink.cleanedAt), lte(shareLink.expiresAt, now)))
      .limit(BATCH),
  );
  for (const { id, tenantId } of ended)
    await Context.runAs({ type: "system", tenantId, name: "janitor" }, () =>
      Database.tx((tx) => leavePictures(tx, id)),
    );
  return ended.length;
}

/** Deletes the rows of a link's pictures, and lists its folder for deletion. */
export async function leavePictures(tx: Database.Tx, shareLinkId: string): Promise<void> {
  await tx.delete(sharePicture).where(eq(sharePicture.shareLinkId, shareLinkId));
  await tx.update(shareLink).set({ cleanedAt: Context.getPorts().clock.now() }).where(eq(shareLink.id, shareLinkId));
  await Removal.leave(tx, [`${Context.getTenantId()}/shared/${shareLinkId}/`]);
}
