import { and, eq } from "drizzle-orm";
import type { Actor } from "../../platform/actor.ts";
import * as Database from "../../platform/database/index.ts";
import { VisibleError } from "../../platform/error/index.ts";
import { member } from "../../schema/member.sql.ts";
import { shareLink } from "../../schema/share-link.sql.ts";
import { hashOf, isWhole } from "./secret.ts";

/** The same for every secret that no link has, so that an answer tells nothing about other links. */
const createUnknownError = () =>
  new VisibleError("not_found", "Unknown link. Check that the address is complete, or ask whoever sent it to you.");

/**
 * Finds the link of a secret and the member who created it. Its content is read as this member: a link never shows more than
 * its creator may see. Runs as the identity role.
 * @returns the creator as actor; undefined if they have left the studio
 * @throws not_found
 */
export async function resolve(secret: string): Promise<{ id: string; tenantId: string; creator: Actor | undefined }> {
  if (!isWhole(secret)) throw createUnknownError();
  const [row] = await Database.tx((tx) =>
    tx
      .select({
        id: shareLink.id,
        tenantId: shareLink.tenantId,
        memberId: member.id,
        role: member.role,
        email: member.email,
        name: member.name,
        status: member.status,
      })
      .from(shareLink)
      .innerJoin(member, and(eq(member.id, shareLink.memberId), eq(member.tenantId, shareLink.tenantId)))
      .where(eq(shareLink.sha256, hashOf(secret))),
  );
  if (!row) throw createUnknownError();
  const { id, status, ...creator } = row;
  return { id, tenantId: row.tenantId, creator: status === "active" ? { type: "member", ...creator } : undefined };
}
