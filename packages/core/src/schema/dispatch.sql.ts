import { sql } from "drizzle-orm";
import { doublePrecision, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { job } from "./job.sql.ts";
import { tenant } from "./tenant.sql.ts";

/**
 * A ticket that lets a worker claim one job of a class. Its nonce, sent in a queue message, proves that the platform has
 * issued it. The claim decides which job runs; `causedByJobId` is the one on whose account the ticket was issued.
 */
export const dispatchTicket = pgTable(
  "demand",
  {
    nonce: text("nonce").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    causedByJobId: text("job_id")
      .notNull()
      .references(() => job.id),
    class: text("class").notNull(),
    usedAt: at("used_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("demand_job").on(t.causedByJobId),
    index("demand_unused")
      .on(t.class, t.createdAt)
      .where(sql`used_at is null`),
    index("demand_unused_tenant")
      .on(t.tenantId, t.class)
      .where(sql`used_at is null`),
    tenantPolicy(),
    platformPolicy(roles.dispatch),
  ],
);

/** A tenant's fair share: the GPU time that it was given recently, with a half-life, relative to its weight. */
export const share = pgTable(
  "share",
  {
    tenantId: text("tenant_id")
      .primaryKey()
      .references(() => tenant.id),
    /** A tenant with twice the weight gets twice the share. Set by the operator. */
    weight: integer("weight").notNull().default(100),
    /** In milliseconds, as of `asOf`. */
    recentMs: doublePrecision("recent_ms").notNull().default(0),
    asOf: at("as_of").notNull().defaultNow(),
    /** How often, since its last turn, its turn was given to a job whose model was loaded. */
    passedOver: integer("passed_over").notNull().default(0),
  },
  () => [tenantPolicy(), platformPolicy(roles.dispatch), platformPolicy(roles.operator)],
);
