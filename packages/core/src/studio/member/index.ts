import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Role } from "../../platform/actor.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import { createQuota } from "../quota/create.ts";
import { tenant } from "../../schema/tenant.sql.ts";
import { member } from "../../schema/member.sql.ts";

export { getInvitationExpiry } from "./expiry.ts";
export { accept, decline, listInvitations, setDefaultTenant, type PendingInvitation } from "./invitation.ts";
export { createService, endService } from "./service.ts";
export { Change, fromID, Invitation, invite, leave, list, update } from "./roster.ts";

/** The identity that a verified token names. */
export interface Identity {
  issuer: string;
  subject: string;
  /** Only if the issuer has verified it. */
  verifiedEmail: string | undefined;
}

/**
 * Lists the memberships of an identity, in all tenants. Runs as the identity role. Active members without an identity
 * (from a seed, or after {@link rebind}) are bound by their verified e-mail. Invited ones are not: they must accept
 * first.
 */
export async function listMemberships(identity: Identity) {
  return Database.tx(async (tx) => {
    const { issuer, subject, verifiedEmail } = identity;
    if (verifiedEmail !== undefined)
      await tx
        .update(member)
        .set({ issuer, subject })
        .where(
          and(
            eq(member.email, verifiedEmail.toLowerCase()),
            isNull(member.subject),
            eq(member.service, false),
            eq(member.status, "active"),
          ),
        );
    return tx
      .select({
        memberId: member.id,
        tenantId: member.tenantId,
        tenant: tenant.slug,
        tenantName: tenant.name,
        role: member.role,
        email: member.email,
        name: member.name,
        isDefault: sql<boolean>`${member.defaultAt} is not null`,
        signedOutAt: member.signedOutAt,
      })
      .from(member)
      .innerJoin(tenant, eq(tenant.id, member.tenantId))
      .where(and(eq(member.issuer, issuer), eq(member.subject, subject), eq(member.status, "active")))
      .orderBy(tenant.slug);
  });
}

/**
 * Adds a person as an active member, or changes name and role of a member, for seeds and migrations. Needs no
 * acceptance.
 */
export const ensure = (draft: { email: string; name: string; role: Role }) =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .insert(member)
      .values({
        id: Id.create("member"),
        tenantId: Context.getTenantId(),
        ...draft,
        email: draft.email.toLowerCase(),
        status: "active",
      })
      .onConflictDoUpdate({
        target: [member.tenantId, member.email],
        set: {
          name: sql`excluded.name`,
          role: sql`excluded.role`,
          // Former members stay so, because seeds run at every start.
          status: sql`case when ${member.status} = 'invited' then 'active' else ${member.status} end`,
        },
      })
      .returning({ id: member.id });
    if (!row) throw createNotFoundError("member", draft.email);
    await createQuota(tx, "member", row.id);
    return row.id;
  });

/**
 * Signs a person out of this studio: access tokens that were issued until now become invalid. API tokens stay valid.
 */
export const signOut = () =>
  Database.tx((tx) =>
    tx
      .update(member)
      .set({ signedOutAt: Context.getPorts().clock.now() })
      .where(eq(member.id, Context.getMember().memberId)),
  );

/** Unbinds the tenant's members from all issuers except `issuer`. They are bound again by e-mail. */
export const rebind = (issuer: string) =>
  Database.tx((tx) => tx.update(member).set({ issuer: null, subject: null }).where(ne(member.issuer, issuer)));
