import { and, asc, eq, sql } from "drizzle-orm";
import * as Database from "../../platform/database/index.ts";
import { VisibleError } from "../../platform/error/index.ts";
import { asset } from "../../schema/asset.sql.ts";
import { sharePicture } from "../../schema/share-link.sql.ts";
import { version } from "../../schema/version.sql.ts";
import { isVisit, readActive, readVersions } from "./open.ts";
import type { SharedPictureQuery } from "./request.ts";

/**
 * Pictures of a version in a link, by frame. Read as the link's creator.
 * @throws link_ended; unauthenticated without a visit; not_found for a version that the link does not have
 */
export const listPictures = (
  id: string,
  visit: string | undefined,
  { version: index, offset, limit }: SharedPictureQuery,
) =>
  Database.tx(async (tx) => {
    await readActive(tx, id);
    if (!(await isVisit(tx, id, visit)))
      throw new VisibleError("unauthenticated", "The visit has ended. Open the link again (GET /v1/shared).");
    const shown = (await readVersions(tx, id))[index];
    if (!shown) throw new VisibleError("not_found", "The link has no such version any more. Open the link again.");
    return tx
      .select({
        frame: asset.frame,
        state: sql<"pending" | "ready" | "failed">`coalesce(${sharePicture.state}::text, 'pending')`,
        key: sharePicture.key,
        width: sharePicture.width,
        height: sharePicture.height,
      })
      .from(version)
      .innerJoin(
        asset,
        and(eq(asset.shotId, version.shotId), eq(asset.name, version.name), eq(asset.version, version.number)),
      )
      .leftJoin(sharePicture, and(eq(sharePicture.shareLinkId, id), eq(sharePicture.assetId, asset.id)))
      .where(and(eq(version.id, shown.versionId), eq(asset.position, 0)))
      .orderBy(asc(asset.frame), asc(asset.id))
      .offset(offset)
      .limit(limit);
  });
