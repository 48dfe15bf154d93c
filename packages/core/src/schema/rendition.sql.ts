import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgEnum, pgTable, text, unique } from "drizzle-orm/pg-core";
import { at, createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { renditionKinds, renditionStates } from "./rendition-kinds.ts";
import { tenant } from "./tenant.sql.ts";
import { version } from "./version.sql.ts";

export const renditionKind = pgEnum("rendition_kind", renditionKinds);
export const renditionState = pgEnum("rendition_state", renditionStates);

/** A movie or contact sheet of a version's frames. It can be made again from them. */
export const rendition = pgTable(
  "rendition",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    versionId: text("version_id")
      .notNull()
      .references(() => version.id),
    /** Who asked for it first; null if nobody did. */
    memberId: text("member_id").references(() => member.id),
    /** Whether it is made again when its version gets frames. */
    automatic: boolean("automatic").notNull(),
    kind: renditionKind("kind").notNull(),
    /** `mp4` or `webm`; `jpg` or `png`. */
    format: text("format").notNull(),
    /** Whether each picture shows version and frame number. */
    burnIn: boolean("burn_in").notNull(),
    /** Exact fraction; null for a contact sheet. */
    frameRate: text("frame_rate"),
    state: renditionState("state").notNull(),
    /** Why it failed, for people. */
    reason: text("reason"),
    /** How often the media function began it, since it was last asked for. */
    attempts: integer("attempts").notNull().default(0),
    /** Hash of the frames that it was, or is being, made of. */
    framesSha256: text("frames_sha256"),
    key: text("key").unique(),
    sha256: text("sha256"),
    bytes: bigint("bytes", { mode: "number" }),
    width: integer("width"),
    height: integer("height"),
    /** Frames of a movie, held ones included; pictures of a contact sheet. */
    frames: integer("frames"),
    /** Frames without a picture that can be shown. */
    missing: integer("missing").array(),
    createdAt: createdAt(),
    endedAt: at("ended_at"),
  },
  (t) => [
    unique("rendition_options").on(t.versionId, t.kind, t.format, t.burnIn, t.frameRate).nullsNotDistinct(),
    index("rendition_waiting")
      .on(t.tenantId)
      .where(sql`state = 'waiting'`),
    tenantPolicy(),
    platformPolicy(roles.dispatch),
  ],
);
