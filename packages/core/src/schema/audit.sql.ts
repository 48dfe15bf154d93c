import { sql } from "drizzle-orm";
import { index, jsonb, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id, roles, tenantPolicy } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

/** Actions of admins and operators. Rows are never changed: no role may update them, and a trigger refuses it. */
export const audit = pgTable(
  "audit",
  {
    id: id(),
    /** Null for entries that concern the whole platform. */
    tenantId: text("tenant_id").references(() => tenant.id),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id").notNull(),
    action: text("action").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    /**
     * Only for entries of the platform. Those of a studio are encrypted in its ledger, under the keys of the people
     * that they concern.
     */
    actorName: text("actor_name"),
    before: jsonb("before"),
    after: jsonb("after"),
    requestId: text("request_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("audit_tenant").on(t.tenantId, t.id.desc()),
    tenantPolicy(),
    // Operators cannot read what a studio's admins did.
    pgPolicy("operator_read", {
      for: "select",
      to: roles.operator,
      using: sql`tenant_id is null or actor_type = 'operator'`,
    }),
    pgPolicy("operator_add", { for: "insert", to: roles.operator, withCheck: sql`tenant_id is null` }),
  ],
);
