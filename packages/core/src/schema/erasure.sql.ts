import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id, platformPolicy, roles, tenantPolicy, transaction } from "./columns.ts";
import type { SubjectKind } from "./ledger.sql.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";

/** An erasure and its progress. The transaction that adds the row erases the values. */
export const erasure = pgTable(
  "erasure",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    subjectType: text("subject_type").$type<"member" | "input">().notNull(),
    subjectId: text("subject_id").notNull(),
    kinds: text("kinds").array().$type<SubjectKind[]>().notNull(),
    reason: text("reason").notNull(),
    createdBy: text("created_by")
      .notNull()
      .references(() => member.id),
    /** Ids whose keys were destroyed: the subject, and its inputs that were erased. */
    erasedIds: text("erased_ids").array().notNull(),
    /** Number of erased values of the log, and of their records. */
    values: integer("values").notNull(),
    records: integer("records").notNull(),
    jobs: integer("jobs").notNull(),
    inputs: integer("inputs").notNull(),
    /** Keys that the janitor has not deleted yet. */
    keys: text("keys").array().notNull(),
    /** Until then an upload URL may still be used. */
    keysUntil: at("keys_until").notNull(),
    /** The erasing transaction. Transactions that began earlier may still see the values. */
    transaction: transaction(),
    /** When no file of the database or the storage contained the values any more. */
    doneAt: at("done_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("erasure_tenant").on(t.tenantId, t.id.desc()),
    tenantPolicy(),
    // The janitor continues the erasures of all tenants.
    platformPolicy(roles.dispatch),
  ],
);
