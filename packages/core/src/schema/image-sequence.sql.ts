import { index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, tenantPolicy } from "./columns.ts";
import { input } from "./input.sql.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";

/** Pictures of one pattern, one per frame, that jobs of a batch read. Addressed by its content within its tenant. */
export const imageSequence = pgTable(
  "image_sequence",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    /** Name of its files, such as `plate.####.png`. For display only. */
    pattern: text("pattern").notNull(),
    /** SHA-256 of the pattern with the SHA-256 of each frame's file. */
    manifestSha256: text("manifest_sha256").notNull(),
    /** Of all its pictures; null if they differ or are not known. */
    width: integer("width"),
    height: integer("height"),
    createdBy: text("created_by").references(() => member.id),
    createdAt: createdAt(),
  },
  (t) => [
    unique("image_sequence_manifest").on(t.tenantId, t.manifestSha256),
    index("image_sequence_tenant_time").on(t.tenantId, t.id.desc()),
    tenantPolicy(),
  ],
);

/** The file of a frame. A file that is deleted leaves its sequences. */
export const imageSequenceFrame = pgTable(
  "image_sequence_frame",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    imageSequenceId: text("image_sequence_id")
      .notNull()
      .references(() => imageSequence.id, { onDelete: "cascade" }),
    frame: integer("frame").notNull(),
    inputId: text("input_id")
      .notNull()
      .references(() => input.id, { onDelete: "cascade" }),
  },
  (t) => [
    primaryKey({ columns: [t.imageSequenceId, t.frame] }),
    index("image_sequence_frame_input").on(t.inputId),
    tenantPolicy(),
  ],
);
