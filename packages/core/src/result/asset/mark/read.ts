import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import * as Context from "../../../platform/context.ts";
import * as Database from "../../../platform/database/index.ts";
import { asset } from "../../../schema/asset.sql.ts";
import { assetMark, assetTag } from "../../../schema/asset-mark.sql.ts";
import type { Flag } from "./request.ts";

/** How the actor marked an asset, and its tags in alphabetical order. */
export interface Marks {
  flag: Flag | null;
  rating: number | null;
  tags: string[];
}

/** The member whose marks are read; empty for parts of the platform, which mark nothing. */
const getMemberId = (): string => {
  const actor = Context.getActor();
  return actor.type === "member" ? actor.memberId : "";
};

/** Adds to assets the marks of the actor and the tags. */
export async function addMarks<Row extends { id: string }>(
  tx: Database.Tx,
  rows: readonly Row[],
): Promise<(Row & Marks)[]> {
  const ids = rows.map(({ id }) => id);
  const [marks, tags] =
    ids.length === 0
      ? [[], []]
      : await Database.runTogether([
          () =>
            tx
              .select({ assetId: assetMark.assetId, flag: assetMark.flag, rating: assetMark.rating })
              .from(assetMark)
              .where(and(inArray(assetMark.assetId, ids), eq(assetMark.memberId, getMemberId()))),
          () =>
            tx
              .select({ assetId: assetTag.assetId, tag: assetTag.tag })
              .from(assetTag)
              .where(inArray(assetTag.assetId, ids))
              .orderBy(assetTag.tag),
        ]);
  const markOf = new Map(marks.map((mark) => [mark.assetId, mark]));
  const tagsOf = Map.groupBy(tags, ({ assetId }) => assetId);
  return rows.map((row) => ({
    ...row,
    flag: markOf.get(row.id)?.flag ?? null,
    rating: markOf.get(row.id)?.rating ?? null,
    tags: (tagsOf.get(row.id) ?? []).map(({ tag }) => tag),
  }));
}

/** Condition for assets with this flag of the actor; `notRejected` also accepts those without a flag. */
export function filterByFlag(flag: Flag | "notRejected"): SQL {
  const hasFlag = (value: Flag) => sql`exists (
    select from asset_mark where asset_mark.asset_id = ${asset.id} and asset_mark.member_id = ${getMemberId()}
      and asset_mark.flag = ${value})`;
  return flag === "notRejected" ? sql`not ${hasFlag("rejected")}` : hasFlag(flag);
}

/** Condition for assets that the actor rated with at least this many stars. */
export const filterByRating = (least: number): SQL => sql`exists (
  select from asset_mark where asset_mark.asset_id = ${asset.id} and asset_mark.member_id = ${getMemberId()}
    and asset_mark.rating >= ${least})`;

export const filterByTag = (tag: string): SQL => sql`exists (
  select from asset_tag where asset_tag.asset_id = ${asset.id} and asset_tag.tag = ${tag})`;
