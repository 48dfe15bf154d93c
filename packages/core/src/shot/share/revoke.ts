import { and, eq } from "drizzle-orm";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { leavePictures } from "../../catalog/cleanup/share-links.ts";
import { shareLink } from "../../schema/share-link.sql.ts";
import { filterReachable } from "./read.ts";

/** Revokes a link at once, and leaves its pictures to the janitor. @throws not_found */
export const revoke = (id: string): Promise<void> =>
  Database.tx(async (tx) => {
    const [found] = await tx
      .select({ revokedAt: shareLink.revokedAt, title: shareLink.title, recipient: shareLink.recipient })
      .from(shareLink)
      .where(and(eq(shareLink.id, id), filterReachable("share.write")))
      .for("update");
    if (!found) throw createNotFoundError("share link", id);
    const { revokedAt, ...before } = found;
    if (revokedAt) return;
    await tx.update(shareLink).set({ revokedAt: Context.getPorts().clock.now() }).where(eq(shareLink.id, id));
    await leavePictures(tx, id);
    await Audit.record(tx, { action: "share.revoke", subject: { type: "share_link", id }, before });
  });
