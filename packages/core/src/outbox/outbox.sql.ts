import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id, platformPolicy, roles, tenantPolicy } from "../database/columns.ts";
import { tenant } from "../tenant/tenant.sql.ts";
import type { Effect } from "./index.ts";

/** Effects that left with a transaction and have not been seen to arrive. Delivered rows are deleted. */
export const outbox = pgTable(
  "outbox",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    effect: jsonb("effect").$type<Effect>().notNull(),
    attempts: integer("attempts").notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [index("outbox_age").on(t.createdAt), tenantPolicy(), platformPolicy(roles.dispatch)],
);
