import { and, asc, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../../platform/access/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { asset } from "../../schema/asset.sql.ts";
import { decisions, review } from "../../schema/review.sql.ts";
import { version } from "../../schema/version.sql.ts";
import { addPlaceCodes } from "../../studio/show/place.ts";

/** Condition for the versions that a permission covers. */
export const filterReachable = (permission: Access.Permission) =>
  Access.filterReachable(permission, { memberId: version.memberId, showId: version.showId });

const ofVersion = sql.raw(
  "asset.shot_id = version.shot_id and asset.name = version.name and asset.version = version.number",
);

const columns = {
  id: version.id,
  showId: version.showId,
  shotId: version.shotId,
  memberId: version.memberId,
  name: version.name,
  number: version.number,
  batchId: version.batchId,
  step: version.step,
  variant: version.variant,
  createdAt: version.createdAt,
  files: sql<number>`(select count(*)::int from asset where ${ofVersion})`,
  /** Key of the first file's thumbnail, and its placeholder. */
  picture: sql<{ key: string; placeholder: string | null } | null>`(
    select jsonb_build_object('key', asset.thumbnail_key, 'placeholder', asset.placeholder) from asset
    where ${ofVersion} and asset.thumbnail_key is not null order by asset.frame, asset.position, asset.id limit 1)`,
  notes: sql<number>`(select count(*)::int from note where note.version_id = version.id)`,
  reviewId: review.id,
  decision: review.decision,
  frames: review.frames,
  comment: review.comment,
  reviewerId: review.memberId,
  reviewedAt: review.createdAt,
};

export const statuses = ["pending", ...decisions] as const;

const pages = createPaging(
  "versions",
  { by: version.id, field: "id" },
  { created: { by: version.id, field: "id" } },
  "-created",
);

/** Versions that the actor may see, newest first by default. */
export const list = fn(
  z.strictObject({
    ...pages.query.shape,
    showId: Id.createSchema("show").optional(),
    shotId: Id.createSchema("shot").optional(),
    batchId: Id.createSchema("batch").optional(),
    memberId: Id.createSchema("member").optional(),
    name: z.string().max(64).optional(),
    status: z.enum(statuses).optional(),
  }),
  ({ sort, cursor, limit, status, ...fields }) =>
    Database.tx(async (tx) => {
      const { items, next } = await pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        select(tx)
          .where(
            and(
              filterReachable("review.read"),
              ...buildFilters(version, fields),
              status === undefined ? undefined : sql`coalesce(${review.decision}::text, 'pending') = ${status}`,
              where,
            ),
          )
          .orderBy(...orderBy)
          .limit(count),
      );
      return { items: (await addPlaceCodes(items)).map(toVersion), next };
    }),
);

export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const rows = await select(tx).where(and(eq(version.id, id), filterReachable("review.read")));
    const [found] = (await addPlaceCodes(rows)).map(toVersion);
    if (!found) throw createNotFoundError("version", id);
    return found;
  }),
);

/** Versions by id, among those that the actor may see. In no order. */
export async function readByIds(tx: Database.Tx, ids: readonly string[]): Promise<Map<string, VersionDetail>> {
  const rows = await select(tx).where(and(inArray(version.id, [...ids]), filterReachable("review.read")));
  return new Map((await addPlaceCodes(rows)).map(toVersion).map((row) => [row.id, row]));
}

const select = (tx: Database.Tx) => tx.select(columns).from(version).leftJoin(review, eq(review.versionId, version.id));
type Row = Awaited<ReturnType<typeof select>>[number];

function toVersion<T extends Row>({ reviewId, decision, frames, comment, reviewerId, reviewedAt, ...row }: T) {
  return {
    ...row,
    status: decision ?? ("pending" as const),
    /** The decision; null while it is pending. */
    review:
      reviewId && decision && reviewerId && reviewedAt
        ? { id: reviewId, decision, frames, comment: comment ?? "", memberId: reviewerId, createdAt: reviewedAt }
        : null,
  };
}

export type VersionDetail = Awaited<ReturnType<typeof fromID>>;

/** Files of a version, by frame. */
export const readFiles = (
  tx: Database.Tx,
  { shotId, name, number }: { shotId: string; name: string; number: number },
) =>
  tx
    .select()
    .from(asset)
    .where(and(eq(asset.shotId, shotId), eq(asset.name, name), eq(asset.version, number)))
    .orderBy(asc(asset.frame), asc(asset.position));
