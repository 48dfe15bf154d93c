import { sql } from "drizzle-orm";
import { bigint, integer, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import { at, platformPolicy, roles } from "../database/columns.ts";

/** A workload class of the fleet: what it costs and how many of its jobs may run at once. The operator's. */
export const fleet = pgTable(
  "fleet",
  {
    class: text("class").primaryKey(),
    /** Instance type that the price is for. */
    instance: text("instance").notNull(),
    /** Price of a GPU-hour, in millionths of a dollar. */
    microsPerHour: bigint("micros_per_hour", { mode: "number" }).notNull(),
    runningLimit: integer("running_limit"),
    /** As last counted, for estimates: workers lately heard of, jobs running and waiting, studios that wait. */
    workers: integer("workers").notNull().default(0),
    running: integer("running").notNull().default(0),
    waiting: integer("waiting").notNull().default(0),
    /** Jobs that the platform holds after too many interruptions: somebody must look. */
    held: integer("held").notNull().default(0),
    waitingTenants: integer("waiting_tenants").notNull().default(0),
    /** Mean GPU time of the newest jobs, in milliseconds; none yet: null. */
    meanMs: bigint("mean_ms", { mode: "number" }),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  () => [
    pgPolicy("everybody", { for: "select", to: roles.app, using: sql`true` }),
    platformPolicy(roles.dispatch),
    platformPolicy(roles.operator),
  ],
);

/** How often each kind of repair was needed. Zero for ever in a platform without faults. */
export const repairCount = pgTable(
  "repair_count",
  {
    kind: text("kind").primaryKey(),
    total: bigint("total", { mode: "number" }).notNull().default(0),
    lastAt: at("last_at").notNull().defaultNow(),
  },
  () => [platformPolicy(roles.dispatch), platformPolicy(roles.operator, "select")],
);
