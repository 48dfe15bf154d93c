import { sql } from "drizzle-orm";
import { index, pgTable, text } from "drizzle-orm/pg-core";
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
    tenantPolicy(),
    platformPolicy(roles.dispatch),
  ],
);
