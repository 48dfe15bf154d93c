import { and, eq } from "drizzle-orm";
import * as Access from "../../platform/access/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import { playlist, playlistEntry } from "../../schema/playlist.sql.ts";
import { show } from "../../schema/show.sql.ts";
import { readByIds } from "../version/read.ts";
import { arrange } from "./order.ts";
import { filterReachable, readOrder } from "./read.ts";
import { MAX_ENTRIES, type PlaylistChange, type PlaylistDraft } from "./request.ts";

/** Creates a playlist. Returns its id. @throws not_found, parameters_invalid */
export const create = ({ showId, name, versionIds }: PlaylistDraft): Promise<string> =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select({ id: show.id })
      .from(show)
      .where(and(eq(show.id, showId), Access.filterReachable("playlist.create", { showId: show.id })));
    if (!found) throw createNotFoundError("show", showId);
    await assertVersions(tx, showId, versionIds);
    const { tenantId, memberId } = Context.getMember();
    const id = Id.create("playlist");
    await tx
      .insert(playlist)
      .values({ id, tenantId, showId, memberId, name, createdAt: Context.getPorts().clock.now() });
    await insertEntries(tx, id, versionIds);
    return id;
  });

/** Renames a playlist, or arranges its versions. @throws not_found, parameters_invalid */
export const update = (id: string, { name, versionIds }: PlaylistChange): Promise<void> =>
  Database.tx(async (tx) => {
    const { showId } = await lock(tx, id);
    if (name !== undefined) await tx.update(playlist).set({ name }).where(eq(playlist.id, id));
    if (versionIds === undefined) return;
    await assertVersions(tx, showId, versionIds);
    const before = await readOrder(tx, id);
    const visible = await readByIds(tx, before);
    await replaceEntries(
      tx,
      id,
      arrange(before, (one) => visible.has(one), versionIds),
    );
  });

/** Adds versions at the end; those that it has already keep their place. @throws not_found, parameters_invalid */
export const addVersions = (id: string, versionIds: readonly string[]): Promise<void> =>
  Database.tx(async (tx) => {
    const { showId } = await lock(tx, id);
    await assertVersions(tx, showId, versionIds);
    const before = await readOrder(tx, id);
    await replaceEntries(tx, id, [...new Set([...before, ...versionIds])]);
  });

/** Removes a version. Does nothing if the playlist does not have it. @throws not_found */
export const removeVersion = (id: string, versionId: string): Promise<void> =>
  Database.tx(async (tx) => {
    await lock(tx, id);
    await tx.delete(playlistEntry).where(and(eq(playlistEntry.playlistId, id), eq(playlistEntry.versionId, versionId)));
  });

/** Deletes a playlist. Its versions stay, and share links that were made from it. @throws not_found */
export const remove = (id: string): Promise<void> =>
  Database.tx(async (tx) => {
    await lock(tx, id);
    await tx.delete(playlist).where(eq(playlist.id, id));
  });

/** Locks a playlist that the actor may change, so that changes at the same time follow each other. */
async function lock(tx: Database.Tx, id: string): Promise<{ showId: string }> {
  const [found] = await tx
    .select({ showId: playlist.showId })
    .from(playlist)
    .where(and(eq(playlist.id, id), filterReachable("playlist.update")))
    .for("update");
  if (!found) throw createNotFoundError("playlist", id);
  return found;
}

/** @throws parameters_invalid for a version that the actor may not see, or that belongs to another show */
async function assertVersions(tx: Database.Tx, showId: string, versionIds: readonly string[]): Promise<void> {
  if (versionIds.length === 0) return;
  const byId = await readByIds(tx, versionIds);
  const errors = versionIds.flatMap((id, index) => {
    const found = byId.get(id);
    const pointer = `/versionIds/${index}`;
    if (!found)
      return [
        { code: "version_unknown", message: `No version ${id} that you may see`, remedy: "Check the id.", pointer },
      ];
    if (found.showId === showId) return [];
    const message = `Version ${id} belongs to the show ${found.show}`;
    return [{ code: "version_of_other_show", message, remedy: "Use versions of the playlist's show.", pointer }];
  });
  const [first] = errors;
  if (first) throw new VisibleError("parameters_invalid", `${first.message}. ${first.remedy}`, { errors });
}

async function replaceEntries(tx: Database.Tx, playlistId: string, versionIds: readonly string[]): Promise<void> {
  if (versionIds.length > MAX_ENTRIES)
    throw new VisibleError(
      "conflict",
      `The playlist would have ${versionIds.length} versions; at most ${MAX_ENTRIES} fit. Remove some, or create another playlist.`,
    );
  await tx.delete(playlistEntry).where(eq(playlistEntry.playlistId, playlistId));
  await insertEntries(tx, playlistId, versionIds);
}

async function insertEntries(tx: Database.Tx, playlistId: string, versionIds: readonly string[]): Promise<void> {
  if (versionIds.length === 0) return;
  const tenantId = Context.getTenantId();
  await tx
    .insert(playlistEntry)
    .values(versionIds.map((versionId, position) => ({ tenantId, playlistId, position, versionId })));
}
