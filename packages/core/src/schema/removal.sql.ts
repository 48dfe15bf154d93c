import { index, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

/** What the store holds for nobody any more. The janitor removes the objects, then the rows. */
export const removal = pgTable(
  "removal",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    /** One object; with a slash at its end all that lies below. */
    key: text("key").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("removal_age").on(t.createdAt), tenantPolicy(), platformPolicy(roles.dispatch)],
);
