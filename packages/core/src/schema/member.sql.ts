import { boolean, pgEnum, pgTable, text, unique } from "drizzle-orm/pg-core";
import { roles as memberRoles } from "../platform/actor.ts";
import { at, createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

export const memberRole = pgEnum("member_role", memberRoles);
export const memberStatus = pgEnum("member_status", ["invited", "active", "left", "declined"]);

export const member = pgTable(
  "member",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: memberRole("role").notNull(),
    status: memberStatus("status").notNull().default("invited"),
    /** The admin who sent the last invitation, and when; null for people whom the platform or an operator added. */
    invitedBy: text("invited_by"),
    invitedAt: at("invited_at"),
    /** When the person chose this tenant as the default; at most one row of an identity is set. */
    defaultAt: at("default_at"),
    /** Identity of the person at the issuer, set when they accept the invitation. */
    issuer: text("issuer"),
    subject: text("subject"),
    /** A service member, which a token of the studio acts as. It cannot sign in. */
    service: boolean("service").notNull().default(false),
    /** Access tokens that were issued before are invalid. */
    signedOutAt: at("signed_out_at"),
    /** When name, e-mail and identity were erased. */
    erasedAt: at("erased_at"),
    createdAt: createdAt(),
  },
  (t) => [
    unique("member_tenant_email").on(t.tenantId, t.email),
    unique("member_tenant_identity").on(t.tenantId, t.issuer, t.subject),
    tenantPolicy(),
    platformPolicy(roles.identity),
  ],
);
