import { and, sql } from "drizzle-orm";
import * as z from "zod";
import * as Database from "../../../platform/database/index.ts";
import { asset } from "../../../schema/asset.sql.ts";
import { assetTag } from "../../../schema/asset-mark.sql.ts";
import { filterVisible } from "../filter.ts";
import { fromID, list } from "../index.ts";
import { addMarks } from "./read.ts";

export { mark } from "./write.ts";
export { flags, MarkChange, Tag } from "./request.ts";

/** {@link list} with the actor's marks and the tags. */
export const listMarked = (query: z.input<typeof list.schema>) =>
  Database.tx(async (tx) => {
    const { items, next } = await list(query);
    return { items: await addMarks(tx, items), next };
  });

/** {@link fromID} with the actor's marks and the tags. */
export const readMarked = (id: string) =>
  Database.tx(async (tx) => {
    const [marked] = await addMarks(tx, [await fromID(id)]);
    if (!marked) throw new Error("addMarks returned no row");
    return marked;
  });

const MAX_LISTED = 500;

/** Tags of the assets that the actor may see, the most frequent first; at most 500. */
export const listTags = () =>
  Database.tx((tx) =>
    tx
      .select({ tag: assetTag.tag, assets: sql<number>`count(*)::int` })
      .from(assetTag)
      .innerJoin(asset, sql`${asset.id} = ${assetTag.assetId}`)
      .where(and(filterVisible()))
      .groupBy(assetTag.tag)
      .orderBy(sql`count(*) desc`, assetTag.tag)
      .limit(MAX_LISTED),
  );
