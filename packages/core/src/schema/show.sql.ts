import { index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { DEFAULT_NAMING } from "@pegbar/frames/naming/scheme.ts";
import { createdAt, id, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";

const tenantId = () =>
  text("tenant_id")
    .notNull()
    .references(() => tenant.id);

export const show = pgTable(
  "show",
  {
    id: id(),
    tenantId: tenantId(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    /** How its results are named. Versions that exist keep their names. */
    naming: text("naming").notNull().default(DEFAULT_NAMING),
    /** Frames per second as an exact fraction: `24`, `24000/1001`. */
    frameRate: text("frame_rate").notNull().default("24"),
    createdAt: createdAt(),
  },
  (t) => [unique("show_code").on(t.tenantId, t.code), tenantPolicy()],
);

export const showMember = pgTable(
  "show_member",
  {
    tenantId: tenantId(),
    showId: text("show_id")
      .notNull()
      .references(() => show.id),
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
  },
  (t) => [primaryKey({ columns: [t.showId, t.memberId] }), index("show_member_member").on(t.memberId), tenantPolicy()],
);

export const sequence = pgTable(
  "sequence",
  {
    id: id(),
    tenantId: tenantId(),
    showId: text("show_id")
      .notNull()
      .references(() => show.id),
    code: text("code").notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique("sequence_code").on(t.showId, t.code), tenantPolicy()],
);

export const shot = pgTable(
  "shot",
  {
    id: id(),
    tenantId: tenantId(),
    showId: text("show_id")
      .notNull()
      .references(() => show.id),
    sequenceId: text("sequence_id")
      .notNull()
      .references(() => sequence.id),
    code: text("code").notNull(),
    /** First and last frame, inclusive. */
    frameIn: integer("frame_in"),
    frameOut: integer("frame_out"),
    createdAt: createdAt(),
  },
  (t) => [unique("shot_code").on(t.sequenceId, t.code), tenantPolicy()],
);
