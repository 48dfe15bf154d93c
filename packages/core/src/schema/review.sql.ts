import { index, integer, jsonb, pgEnum, pgTable, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";
import { version } from "./version.sql.ts";

export const decisions = ["approved", "retake"] as const;
export type Decision = (typeof decisions)[number];
export const decision = pgEnum("review_decision", decisions);

/** A person's decision about a version. It is final: another opinion needs another version. */
export const review = pgTable(
  "review",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    versionId: text("version_id")
      .notNull()
      .references(() => version.id),
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    decision: decision("decision").notNull(),
    /** The frames to make again, of a retake; null for all. */
    frames: text("frames"),
    comment: text("comment").notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique("review_version").on(t.versionId), tenantPolicy()],
);

/** Points of a line, from 0 to 1 across the picture and down. */
export interface Stroke {
  colour: string;
  /** Width as a share of the picture's. */
  width: number;
  points: [x: number, y: number][];
}

/** What somebody says about a version or one of its frames, with a drawing over the picture. */
export const note = pgTable(
  "note",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    versionId: text("version_id")
      .notNull()
      .references(() => version.id),
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    frame: integer("frame"),
    text: text("text").notNull(),
    drawing: jsonb("drawing").$type<Stroke[]>().notNull().default([]),
    createdAt: createdAt(),
  },
  (t) => [index("note_version").on(t.versionId, t.id), tenantPolicy()],
);
