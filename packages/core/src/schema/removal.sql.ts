import { index, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

/** Objects that are no longer needed. The janitor deletes them, then the rows. */
export const removal = pgTable(
  "removal",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    /** Key of one object, or a prefix that ends with a slash. */
    key: text("key").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("removal_age").on(t.createdAt), tenantPolicy(), platformPolicy(roles.dispatch)],
);
