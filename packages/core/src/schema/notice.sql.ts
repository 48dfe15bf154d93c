import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, platformPolicy, roles, tenantPolicy, transaction } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

/** Something that a tenant's admins should know. Each crossing of a threshold makes one, once a month and limit. */
export const notice = pgTable(
  "notice",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    type: text("type").notNull(),
    subjectId: text("subject_id").notNull(),
    meter: text("meter").notNull(),
    /** Per cent of the limit. */
    threshold: integer("threshold").notNull(),
    /** Month, or `now` for what does not renew. */
    period: text("period").notNull(),
    /** The limit that was approached: a new one begins anew. In the meter's own unit. */
    limit: bigint("limit", { mode: "number" }).notNull(),
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
    transaction: transaction(),
    /** From the sequence of the jobs' events: no two events of a transaction have the same. */
    number: bigint("number", { mode: "number" })
      .notNull()
      .default(sql`nextval('job_event_number_seq')`),
    createdAt: createdAt(),
  },
  (t) => [
    unique("notice_once").on(t.tenantId, t.subjectId, t.meter, t.threshold, t.period, t.limit),
    index("notice_tenant").on(t.tenantId, t.id.desc()),
    index("notice_activity").on(t.tenantId, t.transaction, t.number),
    tenantPolicy(),
    platformPolicy(roles.webhook),
  ],
);
