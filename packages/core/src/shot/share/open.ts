import { randomBytes } from "node:crypto";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import * as Access from "../../platform/access/index.ts";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { VisibleError } from "../../platform/error/index.ts";
import { shareLink, shareLinkVersion, shareVisit } from "../../schema/share-link.sql.ts";
import { show } from "../../schema/show.sql.ts";
import { tenant } from "../../schema/tenant.sql.ts";
import { version } from "../../schema/version.sql.ts";
import { addPlaceCodes } from "../../studio/show/place.ts";
import { claimVersions, enqueueVersions } from "./pictures.ts";
import { filterReachable } from "./read.ts";
import { hashOf } from "./secret.ts";

/** How long a visit lasts, in hours. Afterwards, and in another tab, it is another view. */
const VISIT_HOURS = 12;
/** Views of a link that become audit entries. The others are only counted, so that nobody can fill the log with a link. */
const MAX_AUDITED = 1000;
/** Age of a request for pictures after which it is made again, in milliseconds: a task was lost, or frames came later. */
const STALE_MS = 60_000;

/** What a link shows, without names of people, prompts, models and ids. */
export interface Shared {
  studio: string;
  title: string;
  recipient: string;
  contact: string | null;
  expiresAt: Date;
  /** Frames per second of its show, as an exact fraction. */
  frameRate: string;
  /** Lets the same page read on. */
  visit: string;
  versions: SharedVersion[];
}
interface SharedVersion {
  show: string;
  sequence: string;
  shot: string;
  name: string;
  number: number;
  frames: number;
  /** Frames whose pictures are made, or cannot be made. */
  made: number;
}

/**
 * Opens a link as its creator. Counts a view unless it continues a visit.
 * @throws link_ended for a link that has expired, that was revoked, or whose creator may no longer share the show
 */
export const open = (id: string, visit: string | undefined): Promise<Shared> =>
  Database.tx(async (tx) => {
    const link = await readActive(tx, id);
    const token = (await isVisit(tx, id, visit)) && visit !== undefined ? visit : await countView(tx, id);
    const versions = await readVersions(tx, id);
    await requestMissing(tx, id, versions);
    return {
      studio: link.studio,
      title: link.title,
      recipient: link.recipient,
      contact: link.contact,
      expiresAt: link.expiresAt,
      frameRate: link.frameRate,
      visit: token,
      versions: versions.map(({ show, sequence, shot, name, number, frames, made }) => ({
        show,
        sequence,
        shot,
        name,
        number,
        frames,
        made,
      })),
    };
  });

/** The error of a link that shows nothing any more, for those who have its secret. */
const createEndedError = (studio: string, contact: string | null, expiredAt?: Date): VisibleError =>
  new VisibleError(
    "link_ended",
    `${expiredAt ? `This link expired on ${expiredAt.toISOString().slice(0, 10)}` : "This link was withdrawn"}. ` +
      `Ask ${contact ?? studio} for a new one.`,
  );

/** The error of a link whose creator has left the studio. Runs as a part of the platform. */
export const createLeftError = (id: string): Promise<VisibleError> =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select({ studio: tenant.name, contact: shareLink.contact })
      .from(shareLink)
      .innerJoin(tenant, eq(tenant.id, shareLink.tenantId))
      .where(eq(shareLink.id, id));
    return createEndedError(found?.studio ?? "the studio", found?.contact ?? null);
  });

/** @throws link_ended */
export async function readActive(tx: Database.Tx, id: string) {
  const [found] = await tx
    .select({
      title: shareLink.title,
      recipient: shareLink.recipient,
      contact: shareLink.contact,
      expiresAt: shareLink.expiresAt,
      revokedAt: shareLink.revokedAt,
      studio: tenant.name,
      frameRate: show.frameRate,
      isReached: sql<boolean>`${Access.isAllowed("share.write") ? (filterReachable("share.write") ?? sql`true`) : sql`false`}`,
    })
    .from(shareLink)
    .innerJoin(tenant, eq(tenant.id, shareLink.tenantId))
    .innerJoin(show, eq(show.id, shareLink.showId))
    .where(eq(shareLink.id, id));
  if (!found) throw new Error("the link was resolved before");
  const { revokedAt, isReached, ...link } = found;
  if (revokedAt || !isReached) throw createEndedError(link.studio, link.contact);
  if (link.expiresAt <= Context.getPorts().clock.now())
    throw createEndedError(link.studio, link.contact, link.expiresAt);
  return link;
}

/** Whether a token belongs to a visit of the link that has not ended. */
export async function isVisit(tx: Database.Tx, id: string, visit: string | undefined): Promise<boolean> {
  if (visit === undefined) return false;
  const since = new Date(Context.getPorts().clock.now().getTime() - VISIT_HOURS * 3_600_000);
  const [found] = await tx
    .select({ one: sql`1` })
    .from(shareVisit)
    .where(and(eq(shareVisit.sha256, hashOf(visit)), eq(shareVisit.shareLinkId, id), gt(shareVisit.createdAt, since)));
  return found !== undefined;
}

/** Counts a view. @returns the token of its visit */
async function countView(tx: Database.Tx, shareLinkId: string): Promise<string> {
  const token = randomBytes(24).toString("base64url");
  const tenantId = Context.getTenantId();
  const createdAt = Context.getPorts().clock.now();
  await tx.insert(shareVisit).values({ sha256: hashOf(token), tenantId, shareLinkId, createdAt });
  const [counted] = await tx.execute<{ views: number }>(
    sql`select count(*)::int as views from share_visit where share_link_id = ${shareLinkId}`,
  );
  const views = counted?.views ?? 0;
  if (views <= MAX_AUDITED)
    // Not the creator's act.
    await Context.runAs({ type: "system", tenantId, name: "share link" }, () =>
      Audit.record(tx, { action: "share.open", subject: { type: "share_link", id: shareLinkId }, after: { views } }),
    );
  return token;
}

const ofVersion = sql.raw(
  "asset.shot_id = version.shot_id and asset.name = version.name and asset.version = version.number and asset.position = 0",
);

/** Versions of a link that still exist, in order, with the numbers of their frames and pictures. */
export async function readVersions(tx: Database.Tx, id: string) {
  const rows = await tx
    .select({
      versionId: version.id,
      shotId: version.shotId,
      name: version.name,
      number: version.number,
      queuedAt: shareLinkVersion.queuedAt,
      frames: sql<number>`(select count(*)::int from asset where ${ofVersion})`,
      made: sql<number>`(select count(*)::int from asset join share_picture on share_picture.asset_id = asset.id
        and share_picture.share_link_id = ${id} where ${ofVersion})`,
    })
    .from(shareLinkVersion)
    .innerJoin(version, eq(version.id, shareLinkVersion.versionId))
    .where(eq(shareLinkVersion.shareLinkId, id))
    .orderBy(asc(shareLinkVersion.position));
  return addPlaceCodes(rows);
}

/** Asks again for pictures that are missing for a while. */
async function requestMissing(tx: Database.Tx, id: string, versions: Awaited<ReturnType<typeof readVersions>>) {
  const before = new Date(Context.getPorts().clock.now().getTime() - STALE_MS);
  const missing = versions.filter(({ made, frames, queuedAt }) => made < frames && queuedAt < before);
  const claimed = await claimVersions(
    tx,
    id,
    missing.map(({ versionId }) => versionId),
    before,
  );
  if (claimed.length > 0) await enqueueVersions(tx, id, claimed);
}
