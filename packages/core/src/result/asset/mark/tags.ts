import { sql } from "drizzle-orm";
import * as Database from "../../../platform/database/index.ts";
import { asset } from "../../../schema/asset.sql.ts";
import { assetTag } from "../../../schema/asset-mark.sql.ts";
import { filterVisible } from "../filter.ts";

const MAX_LISTED = 500;

/** Tags of the assets that the actor may see, the most frequent first; at most 500. */
export const listTags = () =>
  Database.tx((tx) =>
    tx
      .select({ tag: assetTag.tag, assets: sql<number>`count(*)::int` })
      .from(assetTag)
      .innerJoin(asset, sql`${asset.id} = ${assetTag.assetId}`)
      .where(filterVisible())
      .groupBy(assetTag.tag)
      .orderBy(sql`count(*) desc`, assetTag.tag)
      .limit(MAX_LISTED),
  );
