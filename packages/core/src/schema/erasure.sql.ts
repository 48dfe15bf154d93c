import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id, platformPolicy, roles, tenantPolicy, transaction } from "./columns.ts";
import type { SubjectKind } from "./ledger.sql.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";

/** That a subject's values were erased, and how far it is. The values are gone with the transaction that adds the row. */
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
    /** Whose keys were destroyed: the subject, and inputs that were erased with it. */
    erasedIds: text("erased_ids").array().notNull(),
    /** Of the log's records: how many values, of how many records. */
    values: integer("values").notNull(),
    records: integer("records").notNull(),
    jobs: integer("jobs").notNull(),
    inputs: integer("inputs").notNull(),
    /** Objects that are still to be removed from the store. */
    keys: text("keys").array().notNull(),
    /** Until then a URL that was handed out may still put an object there. */
    keysUntil: at("keys_until").notNull(),
    /** What was there before it may be seen by whoever began earlier. */
    transaction: transaction(),
    /** When no file of database or store held any of it. */
    doneAt: at("done_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("erasure_tenant").on(t.tenantId, t.id.desc()),
    tenantPolicy(),
    // The janitor goes on with everybody's.
    platformPolicy(roles.dispatch),
  ],
);
