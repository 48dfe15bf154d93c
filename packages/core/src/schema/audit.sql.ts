import { sql } from "drizzle-orm";
import { index, jsonb, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id, roles, tenantPolicy } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

/** What an admin or an operator did. Rows are added and never changed: no role may, and a trigger refuses. */
export const audit = pgTable(
  "audit",
  {
    id: id(),
    /** Absent for what concerns the whole platform. */
    tenantId: text("tenant_id").references(() => tenant.id),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id").notNull(),
    action: text("action").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    /** Of the platform's own entries alone. A studio's lie beside its log, under the keys of those they speak of. */
    actorName: text("actor_name"),
    before: jsonb("before"),
    after: jsonb("after"),
    requestId: text("request_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("audit_tenant").on(t.tenantId, t.id.desc()),
    tenantPolicy(),
    // What a studio's own admins did is their affair.
    pgPolicy("operator_read", {
      for: "select",
      to: roles.operator,
      using: sql`tenant_id is null or actor_type = 'operator'`,
    }),
    pgPolicy("operator_add", { for: "insert", to: roles.operator, withCheck: sql`tenant_id is null` }),
  ],
);
