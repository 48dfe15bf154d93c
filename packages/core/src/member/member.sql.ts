import { pgEnum, pgTable, text, unique } from "drizzle-orm/pg-core";
import { roles as memberRoles } from "../actor.ts";
import { createdAt, id, platformPolicy, roles, tenantPolicy } from "../database/columns.ts";
import { tenant } from "../tenant/tenant.sql.ts";

export const memberRole = pgEnum("member_role", memberRoles);
export const memberStatus = pgEnum("member_status", ["invited", "active", "left"]);

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
    /** Who signs this person in, and under which subject; set at the first sign-in with a verified e-mail. */
    issuer: text("issuer"),
    subject: text("subject"),
    createdAt: createdAt(),
  },
  (t) => [
    unique("member_tenant_email").on(t.tenantId, t.email),
    unique("member_tenant_identity").on(t.tenantId, t.issuer, t.subject),
    tenantPolicy(),
    platformPolicy(roles.identity),
  ],
);
