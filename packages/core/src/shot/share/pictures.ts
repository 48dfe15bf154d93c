import { and, asc, eq, gt, inArray, isNull, notExists, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { asset } from "../../schema/asset.sql.ts";
import { shareLink, shareLinkVersion, sharePicture } from "../../schema/share-link.sql.ts";
import { version } from "../../schema/version.sql.ts";

/** Folder of a link's pictures in the store. */
export const buildPictureFolder = (tenantId: string, shareLinkId: string) => `${tenantId}/shared/${shareLinkId}/`;

/** Enqueues the tasks that make the pictures of these versions for a link. */
export function enqueueVersions(tx: Database.Tx, shareLinkId: string, versionIds: readonly string[]): Promise<void> {
  const tenantId = Context.getTenantId();
  return Outbox.enqueueEffects(
    tx,
    versionIds.map((versionId) => ({
      to: "media" as const,
      task: { task: "watermark-version" as const, tenantId, shareLinkId, versionId },
    })),
  );
}

/** Continues with a version in another task, behind those that are waiting. */
export const continueVersion = (shareLinkId: string, versionId: string): Promise<void> =>
  Database.tx(async (tx) => {
    await tx
      .update(shareLinkVersion)
      .set({ queuedAt: Context.getPorts().clock.now() })
      .where(and(eq(shareLinkVersion.shareLinkId, shareLinkId), eq(shareLinkVersion.versionId, versionId)));
    await enqueueVersions(tx, shareLinkId, [versionId]);
  });

/** Condition for a link that has not ended. */
const filterActive = (id: string) =>
  and(eq(shareLink.id, id), isNull(shareLink.revokedAt), gt(shareLink.expiresAt, Context.getPorts().clock.now()));

/** Frames that are read at once. */
const FRAMES = 50;

/** The next frames of a version that have no picture for the link; none if all have one, or the link has ended. */
export const findUnmade = (shareLinkId: string, versionId: string) =>
  Database.tx((tx) =>
    tx
      .select({
        assetId: asset.id,
        key: asset.key,
        contentType: asset.contentType,
        bytes: asset.bytes,
        watermark: shareLink.watermark,
      })
      .from(shareLink)
      .innerJoin(shareLinkVersion, eq(shareLinkVersion.shareLinkId, shareLink.id))
      .innerJoin(version, eq(version.id, shareLinkVersion.versionId))
      .innerJoin(
        asset,
        and(eq(asset.shotId, version.shotId), eq(asset.name, version.name), eq(asset.version, version.number)),
      )
      .where(
        and(
          filterActive(shareLinkId),
          eq(version.id, versionId),
          eq(asset.position, 0),
          notExists(
            new QueryBuilder()
              .select({ one: sql`1` })
              .from(sharePicture)
              .where(and(eq(sharePicture.shareLinkId, shareLinkId), eq(sharePicture.assetId, asset.id))),
          ),
        ),
      )
      .orderBy(asc(asset.frame), asc(asset.id))
      .limit(FRAMES),
  );

export interface MadePicture {
  key: string;
  width: number;
  height: number;
  bytes: number;
}

/**
 * Stores the picture of a frame; undefined if none can be made of its file.
 * @returns false, and stores nothing, if the link has ended
 */
export const storePicture = (shareLinkId: string, assetId: string, made: MadePicture | undefined): Promise<boolean> =>
  Database.tx(async (tx) => {
    // Locked, so that a link that is revoked at the same time has either all rows or none.
    const [link] = await tx.select({ id: shareLink.id }).from(shareLink).where(filterActive(shareLinkId)).for("share");
    if (!link) return false;
    await tx
      .insert(sharePicture)
      .values({
        tenantId: Context.getTenantId(),
        shareLinkId,
        assetId,
        createdAt: Context.getPorts().clock.now(),
        ...(made ? { state: "ready" as const, ...made } : { state: "failed" as const, key: "" }),
      })
      .onConflictDoNothing();
    return true;
  });

/** Marks versions as enqueued again. @returns those that nobody else has marked since `before` */
export async function claimVersions(
  tx: Database.Tx,
  shareLinkId: string,
  versionIds: readonly string[],
  before: Date,
): Promise<string[]> {
  if (versionIds.length === 0) return [];
  const rows = await tx
    .update(shareLinkVersion)
    .set({ queuedAt: Context.getPorts().clock.now() })
    .where(
      and(
        eq(shareLinkVersion.shareLinkId, shareLinkId),
        inArray(shareLinkVersion.versionId, [...versionIds]),
        sql`${shareLinkVersion.queuedAt} < ${before.toISOString()}`,
      ),
    )
    .returning({ versionId: shareLinkVersion.versionId });
  return rows.map(({ versionId }) => versionId);
}
