import { sql } from "drizzle-orm";
import { doublePrecision, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, platformPolicy, roles, tenantPolicy } from "../database/columns.ts";
import { job } from "../job/job.sql.ts";
import { tenant } from "../tenant/tenant.sql.ts";

/**
 * One message's worth of demand. The nonce proves at the claim that a message is ours; each serves one claim.
 * `jobId` names the job that caused it, not the one it will run.
 */
export const demand = pgTable(
  "demand",
  {
    nonce: text("nonce").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    jobId: text("job_id")
      .notNull()
      .references(() => job.id),
    class: text("class").notNull(),
    usedAt: at("used_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("demand_job").on(t.jobId),
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

/**
 * A tenant's place in the fair share: GPU time that it was lately given, fading with a half-life, against its weight.
 */
export const share = pgTable(
  "share",
  {
    tenantId: text("tenant_id")
      .primaryKey()
      .references(() => tenant.id),
    /** Twice the weight, twice the share. Set by the operator. */
    weight: integer("weight").notNull().default(100),
    /** Milliseconds, as of `asOf`. */
    recentMs: doublePrecision("recent_ms").notNull().default(0),
    asOf: at("as_of").notNull().defaultNow(),
    /** How often its turn was given to a job whose model was loaded, since it last got one. */
    passedOver: integer("passed_over").notNull().default(0),
  },
  () => [tenantPolicy(), platformPolicy(roles.dispatch), platformPolicy(roles.operator)],
);
