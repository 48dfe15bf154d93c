import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import * as z from "zod";
import { roles } from "../actor.ts";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { notFound } from "../error.ts";
import { fn } from "../fn.ts";
import * as Id from "../id.ts";
import { tenant } from "../tenant/tenant.sql.ts";
import { member } from "./member.sql.ts";

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
        })
        .from(member)
        .innerJoin(tenant, eq(tenant.id, member.tenantId))
        .where(and(bound, ne(member.status, "left")));
    const known = await select();
    if (known.length > 0 || identity.verifiedEmail === undefined) return known;
    await tx
      .update(member)
      .set({ issuer: identity.issuer, subject: identity.subject, status: "active" })
      .where(
        and(
          eq(member.email, identity.verifiedEmail.toLowerCase()),
          isNull(member.subject),
          or(eq(member.status, "invited"), eq(member.status, "active")),
        ),
      );
    return select();
  });
}

/** Invites a person, or changes the name and role of one already invited. */
export const invite = fn(
  z.object({ email: z.email().toLowerCase(), name: z.string().min(1).max(200), role: z.enum(roles) }),
  (draft) =>
    Database.tx(async (tx) => {
      const [row] = await tx
        .insert(member)
        .values({ id: Id.create("member"), tenantId: Context.tenantId(), ...draft })
        .onConflictDoUpdate({
          target: [member.tenantId, member.email],
          set: { name: sql`excluded.name`, role: sql`excluded.role` },
        })
        .returning({ id: member.id });
      if (!row) throw notFound("member", draft.email);
      return row.id;
    }),
);

/** Forgets under which subject the tenant's people sign in wherever the issuer is not `issuer`: they match by e-mail again. */
export const rebind = (issuer: string) =>
  Database.tx((tx) => tx.update(member).set({ issuer: null, subject: null }).where(ne(member.issuer, issuer)));

export const fromID = fn(Id.schema("member"), (id) =>
  Database.tx(async (tx) => {
    const [found] = await tx.select().from(member).where(eq(member.id, id));
    if (!found) throw notFound("member", id);
    return found;
  }),
);
