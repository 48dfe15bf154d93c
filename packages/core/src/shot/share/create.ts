import { and, eq, sql } from "drizzle-orm";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import * as Access from "../../platform/access/index.ts";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import { shareLink, shareLinkVersion } from "../../schema/share-link.sql.ts";
import { show } from "../../schema/show.sql.ts";
import { tenant } from "../../schema/tenant.sql.ts";
import * as Playlist from "../playlist/index.ts";
import { readByIds } from "../version/read.ts";
import { enqueueVersions } from "./pictures.ts";
import { MAX_DAYS, MAX_PICTURES, type ShareDraft } from "./request.ts";
import { generateSecret, hashOf } from "./secret.ts";
import { buildWatermark } from "./watermark.ts";

const DAY_MS = 86_400_000;

/**
 * Creates a share link of a version, or of the versions that a playlist has now, and starts making its pictures.
 * @returns its id, and its secret, which is not shown again
 * @throws not_found; conflict for a playlist without versions, or one with too many frames
 */
export const create = (draft: ShareDraft): Promise<{ id: string; secret: string }> =>
  Database.tx(async (tx) => {
    const { showId, title, versionIds } = await readShared(tx, draft);
    const { tenantId, memberId } = Context.getMember();
    const now = Context.getPorts().clock.now();
    const [id, secret] = [Id.create("shareLink"), generateSecret()];
    const [studio] = await tx
      .select({ name: tenant.name, slug: tenant.slug })
      .from(tenant)
      .where(eq(tenant.id, tenantId));
    if (!studio) throw new Error("the studio of the actor is missing");
    const { recipient, contact = null, expiresInDays } = draft;
    const expiresAt = new Date(now.getTime() + Math.min(expiresInDays, MAX_DAYS) * DAY_MS);
    await tx.insert(shareLink).values({
      id,
      tenantId,
      showId,
      memberId,
      playlistId: draft.playlistId ?? null,
      title,
      recipient,
      contact,
      watermark: buildWatermark({ studio, recipient, createdAt: now, linkId: id }),
      sha256: hashOf(secret),
      hint: secret.slice(-4),
      expiresAt,
      createdAt: now,
    });
    await tx
      .insert(shareLinkVersion)
      .values(
        versionIds.map((versionId, position) => ({ tenantId, shareLinkId: id, position, versionId, queuedAt: now })),
      );
    await assertPictures(tx, id);
    await enqueueVersions(tx, id, versionIds);
    const { versionId, playlistId } = draft;
    const after = { versionId, playlistId, title, recipient, expiresAt };
    await Audit.record(tx, { action: "share.create", subject: { type: "share_link", id }, after });
    return { id, secret };
  });

async function readShared(tx: Database.Tx, { versionId, playlistId }: ShareDraft) {
  const found = playlistId === undefined ? undefined : await Playlist.fromID(playlistId);
  const versionIds = found?.versionIds ?? [versionId ?? ""];
  const byId = await readByIds(tx, versionIds);
  const [first] = versionIds.map((id) => byId.get(id));
  const showId = found?.showId ?? first?.showId ?? "";
  const [reached] = await tx
    .select({ id: show.id })
    .from(show)
    .where(and(eq(show.id, showId), Access.filterReachable("share.write", { showId: show.id })));
  if (!reached) throw createNotFoundError(found ? "playlist" : "version", playlistId ?? versionId ?? "");
  if (!first) throw new VisibleError("conflict", "The playlist has no versions. Add versions, then share it.");
  const title = found?.name ?? `${first.shot} ${first.name} ${formatVersion(first.number)}`;
  return { showId, title, versionIds };
}

async function assertPictures(tx: Database.Tx, id: string): Promise<void> {
  const [found] = await tx.execute<{ pictures: number }>(sql`
    select count(*)::int as pictures from share_link_version v join version on version.id = v.version_id
      join asset on asset.shot_id = version.shot_id and asset.name = version.name and asset.version = version.number
    where v.share_link_id = ${id} and asset.position = 0`);
  const pictures = found?.pictures ?? 0;
  if (pictures > MAX_PICTURES)
    throw new VisibleError(
      "conflict",
      `The versions have ${pictures} frames together; a link can show at most ${MAX_PICTURES}. Share fewer versions, or make several links.`,
    );
}
