import { sql } from "drizzle-orm";
import { pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id, platformPolicy, roles } from "../database/columns.ts";

export const tenant = pgTable(
  "tenant",
  {
    id: id(),
    /** Short name in addresses and on the command line, e.g. `lumen`. */
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
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
  ],
);
