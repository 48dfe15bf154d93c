import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import type { Role } from "../actor.ts";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { notFound } from "../error.ts";
import * as Id from "../id.ts";
import { open } from "../quota/open.ts";
import { tenant } from "../tenant/tenant.sql.ts";
import { member } from "./member.sql.ts";

export { createService, endService } from "./service.ts";
export { Change, fromID, Invitation, invite, leave, list, update } from "./roster.ts";

/** Who a verified token speaks of. */
export interface Identity {
  issuer: string;
  subject: string;
  /** Only if the issuer has verified it. */
  verifiedEmail: string | undefined;
}

/**
 * The memberships of an identity, in all tenants; runs as the identity role. At the first sign-in an invitation to the
 * verified e-mail becomes a membership; an address nobody verified never matches.
 */
export async function memberships(identity: Identity) {
  return Database.tx(async (tx) => {
    const bound = and(eq(member.issuer, identity.issuer), eq(member.subject, identity.subject));
    const select = () =>
      tx
        .select({
          memberId: member.id,
          tenantId: member.tenantId,
          tenant: tenant.slug,
          role: member.role,
          email: member.email,
          name: member.name,
          signedOutAt: member.signedOutAt,
        })
        .from(member)
        .innerJoin(tenant, eq(tenant.id, member.tenantId))
        .where(and(bound, ne(member.status, "left")));
    if (identity.verifiedEmail !== undefined) {
      await tx
        .update(member)
        .set({ issuer: identity.issuer, subject: identity.subject, status: "active" })
        .where(
          and(
            eq(member.email, identity.verifiedEmail.toLowerCase()),
            isNull(member.subject),
            eq(member.service, false),
            or(eq(member.status, "invited"), eq(member.status, "active")),
          ),
        );
    }
    return select();
  });
}

/** Makes a person a member, or changes the name and role of one who is: what seeds and migrations from elsewhere do. */
export const ensure = (draft: { email: string; name: string; role: Role }) =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .insert(member)
      .values({ id: Id.create("member"), tenantId: Context.tenantId(), ...draft, email: draft.email.toLowerCase() })
      .onConflictDoUpdate({
        target: [member.tenantId, member.email],
        set: { name: sql`excluded.name`, role: sql`excluded.role` },
      })
      .returning({ id: member.id });
    if (!row) throw notFound("member", draft.email);
    await open(tx, "member", row.id);
    return row.id;
  });

/** Ends all sign-ins of a person in this studio: access tokens made until now serve no longer. API tokens stay. */
export const signOut = () =>
  Database.tx((tx) =>
    tx.update(member).set({ signedOutAt: Context.ports().clock.now() }).where(eq(member.id, Context.member().memberId)),
  );

/** Forgets under which subject the tenant's people sign in wherever the issuer is not `issuer`: they match by e-mail again. */
export const rebind = (issuer: string) =>
  Database.tx((tx) => tx.update(member).set({ issuer: null, subject: null }).where(ne(member.issuer, issuer)));
