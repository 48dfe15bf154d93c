import { and, eq, sql } from "drizzle-orm";
import * as Access from "../../platform/access/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { buildFilters } from "../../platform/page.ts";
import { shareLink } from "../../schema/share-link.sql.ts";
import { show } from "../../schema/show.sql.ts";
import { sharePages, type ShareQuery } from "./request.ts";

export const filterReachable = (permission: "share.read" | "share.write") =>
  Access.filterReachable(permission, { showId: shareLink.showId });

const ofLink = sql.raw("share_link_id = share_link.id");

const columns = {
  id: shareLink.id,
  showId: shareLink.showId,
  show: show.code,
  memberId: shareLink.memberId,
  playlistId: shareLink.playlistId,
  title: shareLink.title,
  recipient: shareLink.recipient,
  contact: shareLink.contact,
  watermark: shareLink.watermark,
  hint: shareLink.hint,
  versionIds: sql<string[]>`(
    select coalesce(array_agg(version_id order by position), '{}') from share_link_version where ${ofLink})`,
  /** Frames to show, and those whose pictures are made or cannot be made. */
  pictures: sql<number>`(
    select count(*)::int from share_link_version v join version on version.id = v.version_id
      join asset on asset.shot_id = version.shot_id and asset.name = version.name and asset.version = version.number
    where v.share_link_id = share_link.id and asset.position = 0)`,
  made: sql<number>`(select count(*)::int from share_picture where ${ofLink})`,
  views: sql<number>`(select count(*)::int from share_visit where ${ofLink})`,
  lastViewedAt: sql<string | null>`(select max(created_at) from share_visit where ${ofLink})`,
  expiresAt: shareLink.expiresAt,
  revokedAt: shareLink.revokedAt,
  createdAt: shareLink.createdAt,
};

const select = (tx: Database.Tx) => tx.select(columns).from(shareLink).innerJoin(show, eq(show.id, shareLink.showId));
type Row = Awaited<ReturnType<typeof select>>[number];

const states = ["active", "expired", "revoked"] as const;

function toLink({ lastViewedAt, ...row }: Row) {
  const hasExpired = row.expiresAt <= Context.getPorts().clock.now();
  const state: (typeof states)[number] = row.revokedAt ? "revoked" : hasExpired ? "expired" : "active";
  return { ...row, state, lastViewedAt: lastViewedAt === null ? null : new Date(lastViewedAt) };
}
export type ShareLinkDetail = ReturnType<typeof toLink>;

/** Share links of the shows of which the actor may see them, newest first by default. */
export const list = ({ sort, cursor, limit, versionId, ...fields }: ShareQuery) =>
  Database.tx(async (tx) => {
    const { items, next } = await sharePages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
      select(tx)
        .where(
          and(
            filterReachable("share.read"),
            ...buildFilters(shareLink, fields),
            versionId === undefined
              ? undefined
              : sql`exists (select from share_link_version where ${ofLink} and version_id = ${versionId})`,
            where,
          ),
        )
        .orderBy(...orderBy)
        .limit(count),
    );
    return { items: items.map(toLink), next };
  });

/** One of these links. @throws not_found */
export const fromID = (id: string) =>
  Database.tx(async (tx) => {
    const [found] = await select(tx).where(and(eq(shareLink.id, id), filterReachable("share.read")));
    if (!found) throw createNotFoundError("share link", id);
    return toLink(found);
  });
