import { sql } from "drizzle-orm";
import { bigint, check, doublePrecision, index, integer, pgEnum, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

export const quotaScopes = ["tenant", "show", "member"] as const;
export const quotaScope = pgEnum("quota_scope", quotaScopes);

const tenantId = () =>
  text("tenant_id")
    .notNull()
    .references(() => tenant.id);
const count = (name: string) => bigint(name, { mode: "number" }).notNull().default(0);

/**
 * Limits of a tenant, show or member, and what counts on them now. Null: no limit. Each of them has a row from its
 * creation, so that a limit that is set later applies to correct counts.
 */
export const quota = pgTable(
  "quota",
  {
    /** `ten_…`, `sho_…` or `mem_…`. */
    subjectId: text("subject_id").primaryKey(),
    tenantId: tenantId(),
    scope: quotaScope("scope").notNull(),
    runningLimit: integer("running_limit"),
    waitingLimit: integer("waiting_limit"),
    /** GPU time per month in milliseconds. */
    gpuMsLimit: bigint("gpu_ms_limit", { mode: "number" }),
    /** Money per month in millionths of a dollar. */
    microsLimit: bigint("micros_limit", { mode: "number" }),
    storageLimit: bigint("storage_limit", { mode: "number" }),
    running: integer("running").notNull().default(0),
    /** Queued and held jobs. */
    waiting: integer("waiting").notNull().default(0),
    storageBytes: count("storage_bytes"),
    /** A member with twice the weight gets twice the GPU time of another one of the studio while jobs of both wait. */
    weight: integer("weight").notNull().default(100),
    /** GPU time in milliseconds that a member was given recently, as of `recentAt`, with a half-life. */
    recentMs: doublePrecision("recent_ms").notNull().default(0),
    recentAt: at("recent_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    index("quota_tenant").on(t.tenantId),
    check("quota_counts", sql`running >= 0 and waiting >= 0 and storage_bytes >= 0`),
    tenantPolicy(),
    platformPolicy(roles.dispatch),
    platformPolicy(roles.operator, "select"),
  ],
);

/** What a month has cost a tenant, show or member, and what is reserved for jobs that have not ended. */
export const quotaMonth = pgTable(
  "quota_month",
  {
    subjectId: text("subject_id")
      .notNull()
      .references(() => quota.subjectId),
    /** `2026-11`, in the tenant's time zone. */
    month: text("month").notNull(),
    tenantId: tenantId(),
    usedGpuMs: count("used_gpu_ms"),
    reservedGpuMs: count("reserved_gpu_ms"),
    usedMicros: count("used_micros"),
    reservedMicros: count("reserved_micros"),
  },
  (t) => [
    primaryKey({ columns: [t.subjectId, t.month] }),
    check(
      "quota_month_counts",
      sql`used_gpu_ms >= 0 and reserved_gpu_ms >= 0 and used_micros >= 0 and reserved_micros >= 0`,
    ),
    tenantPolicy(),
    platformPolicy(roles.dispatch),
    platformPolicy(roles.operator, "select"),
  ],
);
