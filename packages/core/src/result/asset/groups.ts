import { sql, type SQL } from "drizzle-orm";
import * as Database from "../../platform/database/index.ts";
import { asset } from "../../schema/asset.sql.ts";
import { addPlaceCodes } from "../../studio/show/place.ts";
import { filterAssets, pages } from "./filter.ts";
import type { GroupQuery } from "./group-query.ts";

/** Items of each page of a group but its first, which has the rest. */
const PAGE_SIZE = 100;
/** Newest assets that are counted, so that a request takes less than a second. */
const MAX_COUNTED = 100_000;

/**
 * A group of assets, newest first. Its assets are those of the list with the same filters and these:
 * `shotId`, or `createdAfter` and `createdBefore`.
 */
export interface AssetGroup {
  /** Day, as `2026-11-25`, or the shot's codes, as `HARBOR/sq010/sh010`. */
  key: string;
  count: number;
  shotId: string | null;
  createdAfter: string | null;
  createdBefore: string | null;
  /** Cursors of the pages after the first, for `sort=-created`. */
  cursors: string[];
}

interface Row {
  [column: string]: unknown;
  key: string;
  count: number;
  ends: string[] | null;
  after: string | null;
  before: string | null;
}

/**
 * Counts the assets of each day or shot, with a cursor for every page, so that a client knows the length of the whole list
 * and can jump to any place in it.
 */
export async function listGroups({ by, timeZone, ...wanted }: GroupQuery) {
  const rows = await Database.tx((tx) => tx.execute<Row>(countGroups(by, timeZone, filterAssets(wanted))));
  const counted = rows.reduce((sum, { count }) => sum + count, 0);
  const groups = rows.map(toGroup);
  const items = by === "day" ? groups : await nameShots(groups);
  return { items, pageSize: PAGE_SIZE, total: counted, truncated: counted === MAX_COUNTED };
}

/** Pages are cut from the oldest asset on, so that a new asset changes only the first page of its group. */
function countGroups(by: "day" | "shot", timeZone: string, where: SQL | undefined): SQL {
  const key =
    by === "shot" ? sql`${asset.shotId}` : sql`to_char(${asset.createdAt} at time zone ${timeZone}, 'YYYY-MM-DD')`;
  const midnight = (days: string) =>
    by === "shot"
      ? sql`null::text`
      : sql`to_char((key::date + ${sql.raw(days)})::timestamp at time zone ${timeZone} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  return sql`
    select key, count(*)::int as count, ${midnight("0")} as after, ${midnight("1")} as before,
      array_agg(id order by id desc) filter (where place % ${sql.raw(String(PAGE_SIZE))} = 1 and place > 1) as ends
    from (
      select id, key, row_number() over (partition by key order by id) as place
      from (
        select ${asset.id} as id, ${key} as key from ${asset} where ${where ?? sql`true`}
        order by ${asset.id} desc limit ${sql.raw(String(MAX_COUNTED))}
      ) as newest
    ) as placed
    group by key order by max(id) desc`;
}

const toGroup = ({ key, count, ends, after, before }: Row): AssetGroup => ({
  key,
  count,
  shotId: after === null ? key : null,
  // The list's limits are exclusive, and times have milliseconds.
  createdAfter: after === null ? null : new Date(Date.parse(after) - 1).toISOString(),
  createdBefore: before,
  cursors: (ends ?? []).map((id) => pages.createCursor("-created", { id })),
});

/** Groups by shot, in the order of their codes. */
async function nameShots(groups: readonly AssetGroup[]): Promise<AssetGroup[]> {
  const named = await addPlaceCodes(groups.map((group) => ({ ...group, shotId: group.key })));
  return named
    .map(({ show, sequence, shot, ...group }) => ({ ...group, key: `${show}/${sequence}/${shot}` }))
    .toSorted((a, b) => a.key.localeCompare(b.key, "en", { numeric: true }));
}
