import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, platformPolicy, roles, tenantPolicy, transaction } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

/** A notice for a tenant's admins. Crossing a threshold creates one per month and limit. */
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
    /** Percentage of the limit. */
    threshold: integer("threshold").notNull(),
    /** Month, or `now` for limits that do not renew. */
    period: text("period").notNull(),
    /** The limit, in the meter's unit. After a change of the limit, thresholds create notices again. */
    limit: bigint("limit", { mode: "number" }).notNull(),
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
    transaction: transaction(),
    /** From the same sequence as job events, so that it is unique within a transaction. */
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
