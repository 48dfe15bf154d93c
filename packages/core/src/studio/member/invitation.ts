import { and, eq, gt, isNotNull, isNull, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { showMember } from "../../schema/show.sql.ts";
import { tenant } from "../../schema/tenant.sql.ts";
import { member } from "../../schema/member.sql.ts";
import { INVITATION_MS } from "./expiry.ts";

const inviter = alias(member, "inviter");

/**
 * Lists invitations to a verified e-mail that have not expired, in all tenants, oldest first. Runs as the identity role.
 * An invitation gives no access until {@link accept}.
 */
export const listInvitations = (verifiedEmail: string) =>
  Database.tx((tx) =>
    tx
      .select({
        id: member.id,
        tenantId: member.tenantId,
        tenant: tenant.slug,
        tenantName: tenant.name,
        email: member.email,
        name: member.name,
        role: member.role,
        invitedBy: inviter.name,
        invitedAt: member.invitedAt,
      })
      .from(member)
      .innerJoin(tenant, eq(tenant.id, member.tenantId))
      .leftJoin(inviter, eq(inviter.id, member.invitedBy))
      .where(
        and(
          eq(member.email, verifiedEmail.toLowerCase()),
          eq(member.status, "invited"),
          eq(member.service, false),
          isNull(member.erasedAt),
          or(
            isNull(member.invitedAt),
            gt(member.invitedAt, new Date(Context.getPorts().clock.now().getTime() - INVITATION_MS)),
          ),
        ),
      )
      .orderBy(member.id),
  );
export type PendingInvitation = Awaited<ReturnType<typeof listInvitations>>[number];

/**
 * Accepts an invitation. Runs as the invited member; the caller has checked that the identity owns the e-mail.
 * @throws not_found if it is no longer pending, already_exists if the identity is a member under another e-mail
 */
export async function accept(identity: { issuer: string; subject: string }): Promise<void> {
  try {
    await Database.tx(async (tx) => {
      const { memberId } = Context.getMember();
      const { issuer, subject } = identity;
      const [row] = await tx
        .update(member)
        .set({ status: "active", issuer, subject })
        .where(and(eq(member.id, memberId), eq(member.status, "invited")))
        .returning({ email: member.email, role: member.role });
      if (!row) throw createNotFoundError("invitation", memberId);
      await Audit.record(tx, { action: "member.join", subject: { type: "member", id: memberId }, after: row });
    });
  } catch (error) {
    if (!Database.isDuplicate(error, "member_tenant_identity")) throw error;
    throw new VisibleError(
      "already_exists",
      "You are a member of this studio under another e-mail. Decline this invitation, or ask its admin to change your address.",
    );
  }
}

/**
 * Declines the invitation, and removes the person from shows that an admin added them to in advance. Runs as the
 * invited member.
 */
export const decline = (): Promise<void> =>
  Database.tx(async (tx) => {
    const { memberId } = Context.getMember();
    const [row] = await tx
      .update(member)
      .set({ status: "declined" })
      .where(and(eq(member.id, memberId), eq(member.status, "invited")))
      .returning({ email: member.email, role: member.role });
    if (!row) throw createNotFoundError("invitation", memberId);
    await tx.delete(showMember).where(eq(showMember.memberId, memberId));
    await Audit.record(tx, { action: "member.decline", subject: { type: "member", id: memberId }, after: row });
  });

/** Stores the tenant that requests of an identity use by default. Runs as the identity role. */
export const setDefaultTenant = ({
  issuer,
  subject,
  tenantId,
}: {
  issuer: string;
  subject: string;
  tenantId: string;
}) =>
  Database.tx(async (tx) => {
    const own = and(eq(member.issuer, issuer), eq(member.subject, subject));
    await tx
      .update(member)
      .set({ defaultAt: null })
      .where(and(own, isNotNull(member.defaultAt)));
    const rows = await tx
      .update(member)
      .set({ defaultAt: Context.getPorts().clock.now() })
      .where(and(own, eq(member.tenantId, tenantId), eq(member.status, "active")))
      .returning({ id: member.id });
    if (rows.length === 0) throw createNotFoundError("studio", tenantId);
  });
