import { sql } from "drizzle-orm";
import { boolean, pgEnum, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id, platformPolicy, roles } from "./columns.ts";

/** Usage plans of the gateway, which limit a studio's requests. */
export const tier = pgEnum("tier", ["starter", "studio", "house"]);
export type Tier = (typeof tier.enumValues)[number];

export const tenant = pgTable(
  "tenant",
  {
    id: id(),
    /** Short name in URLs and on the command line, e.g. `lumen`. */
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
    /** IANA name of the time zone in which months and days of quotas and usage end. */
    timeZone: text("time_zone").notNull().default("UTC"),
    /** Whether the studio may run graphs that are not published workflows. */
    rawGraphs: boolean("raw_graphs").notNull().default(false),
    tier: tier("tier").notNull().default("studio"),
    /** When the hashes of its older files were last worked on; null if never. */
    hashingAt: at("hashing_at"),
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
