import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { DEFAULT_NAMING } from "@pegbar/frames/naming/scheme.ts";
import { batch } from "./batch.sql.ts";
import { createdAt, id, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { shot, show } from "./show.sql.ts";
import { tenant } from "./tenant.sql.ts";

/** A version of a named result in a shot. Its assets have the same shot, name and number. A version of a batch has many frames. */
export const version = pgTable(
  "version",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    showId: text("show_id")
      .notNull()
      .references(() => show.id),
    shotId: text("shot_id")
      .notNull()
      .references(() => shot.id),
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    /** The workflow's name for the output. */
    name: text("name").notNull(),
    /** From 1, without gaps within shot and name. */
    number: integer("number").notNull(),
    /** The batch that it belongs to, and the indices of its combination of parameters and its step there. */
    batchId: text("batch_id").references(() => batch.id),
    variant: integer("variant").notNull().default(0),
    step: integer("step").notNull().default(0),
    /** How its files are named: the show's scheme when it was made. */
    naming: text("naming").notNull().default(DEFAULT_NAMING),
    createdAt: createdAt(),
  },
  (t) => [
    unique("version_number").on(t.shotId, t.name, t.number),
    uniqueIndex("version_batch")
      .on(t.batchId, t.step, t.variant, t.name)
      .where(sql`batch_id is not null`),
    index("version_tenant_time").on(t.tenantId, t.id.desc()),
    tenantPolicy(),
  ],
);
