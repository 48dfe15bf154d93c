import { sql } from "drizzle-orm";
import { boolean, pgEnum, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id, platformPolicy, roles } from "./columns.ts";

/** Plans of the gateway: how many requests a studio may send. */
export const tier = pgEnum("tier", ["starter", "studio", "house"]);
export type Tier = (typeof tier.enumValues)[number];

export const tenant = pgTable(
  "tenant",
  {
    id: id(),
    /** Short name in addresses and on the command line, e.g. `lumen`. */
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
    /** IANA name. Months and days of quotas and usage end in it. */
    timeZone: text("time_zone").notNull().default("UTC"),
    /** Whether graphs may be run that are no published workflow. */
    rawGraphs: boolean("raw_graphs").notNull().default(false),
    tier: tier("tier").notNull().default("studio"),
    createdAt: createdAt(),
  },
  () => [
    pgPolicy("tenant", {
      for: "all",
      to: [roles.app, roles.dispatch],
      using: sql`id = (select app.tenant())`,
      withCheck: sql`id = (select app.tenant())`,
    }),
    platformPolicy(roles.identity, "select"),
    platformPolicy(roles.dispatch, "select"),
    platformPolicy(roles.operator, "select"),
  ],
);
