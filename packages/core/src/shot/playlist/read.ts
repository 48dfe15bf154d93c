import { and, asc, eq, sql } from "drizzle-orm";
import * as Access from "../../platform/access/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { buildFilters } from "../../platform/page.ts";
import { playlist, playlistEntry } from "../../schema/playlist.sql.ts";
import { show } from "../../schema/show.sql.ts";
import { version } from "../../schema/version.sql.ts";
import { filterReachable as filterVersions, readByIds } from "../version/read.ts";
import { entryPages, playlistPages, type EntryQuery, type PlaylistQuery } from "./request.ts";

export const filterReachable = (permission: "playlist.read" | "playlist.update") =>
  Access.filterReachable(permission, { memberId: playlist.memberId, showId: playlist.showId });

const columns = {
  id: playlist.id,
  showId: playlist.showId,
  show: show.code,
  memberId: playlist.memberId,
  name: playlist.name,
  /** All of its versions, also those that the actor may not see. */
  versions: sql<number>`(select count(*)::int from playlist_entry where playlist_entry.playlist_id = playlist.id)`,
  createdAt: playlist.createdAt,
};
const select = (tx: Database.Tx) => tx.select(columns).from(playlist).innerJoin(show, eq(show.id, playlist.showId));

/** Playlists of the actor's shows, newest first by default. */
export const list = ({ sort, cursor, limit, ...fields }: PlaylistQuery) =>
  Database.tx((tx) =>
    playlistPages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
      select(tx)
        .where(and(filterReachable("playlist.read"), ...buildFilters(playlist, fields), where))
        .orderBy(...orderBy)
        .limit(count),
    ),
  );

/** One of these playlists, with the versions that the actor may see, in order. @throws not_found */
export const fromID = (id: string) =>
  Database.tx(async (tx) => {
    const [found] = await select(tx).where(and(eq(playlist.id, id), filterReachable("playlist.read")));
    if (!found) throw createNotFoundError("playlist", id);
    const entries = await tx
      .select({ versionId: playlistEntry.versionId })
      .from(playlistEntry)
      .innerJoin(version, eq(version.id, playlistEntry.versionId))
      .where(and(eq(playlistEntry.playlistId, id), filterVersions("review.read")))
      .orderBy(asc(playlistEntry.position));
    return { ...found, versionIds: entries.map(({ versionId }) => versionId) };
  });
export type PlaylistDetail = Awaited<ReturnType<typeof fromID>>;

/** A page of the versions that the actor may see, in the playlist's order. @throws not_found */
export const listVersions = (id: string, { sort, cursor, limit }: EntryQuery) =>
  Database.tx(async (tx) => {
    await fromID(id);
    const { items, next } = await entryPages.page(
      { sort, cursor, limit, filter: id },
      ({ where, orderBy, limit: count }) =>
        tx
          .select({ versionId: playlistEntry.versionId, position: playlistEntry.position })
          .from(playlistEntry)
          .innerJoin(version, eq(version.id, playlistEntry.versionId))
          .where(and(eq(playlistEntry.playlistId, id), filterVersions("review.read"), where))
          .orderBy(...orderBy)
          .limit(count),
    );
    const byId = await readByIds(
      tx,
      items.map(({ versionId }) => versionId),
    );
    return { items: items.flatMap(({ versionId }) => byId.get(versionId) ?? []), next };
  });

/** All versions of a playlist in order, also those that the actor may not see. */
export async function readOrder(tx: Database.Tx, playlistId: string): Promise<string[]> {
  const rows = await tx
    .select({ versionId: playlistEntry.versionId })
    .from(playlistEntry)
    .where(eq(playlistEntry.playlistId, playlistId))
    .orderBy(asc(playlistEntry.position));
  return rows.map(({ versionId }) => versionId);
}
