import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import type { ExecutionState } from "@pegbar/comfyui";
import { batch } from "./batch.sql.ts";
import { createdAt, id, tenantPolicy } from "./columns.ts";
import { attempt, job } from "./job.sql.ts";
import type { MediaFacts } from "./media-facts.ts";
import { member } from "./member.sql.ts";
import { shot, show } from "./show.sql.ts";
import { tenant } from "./tenant.sql.ts";

/** An output of a job, written once. */
export const asset = pgTable(
  "asset",
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
    jobId: text("job_id")
      .notNull()
      .references(() => job.id),
    attemptId: text("attempt_id")
      .notNull()
      .references(() => attempt.id),
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    /** The workflow's name for this output; versions count within shot and name. */
    name: text("name").notNull(),
    version: integer("version").notNull(),
    nodeId: text("node_id").notNull(),
    batchId: text("batch_id").references(() => batch.id),
    /** Number of its frame in the shot; null for a result without one. */
    frame: integer("frame"),
    /** Index among the files of the same output, from 0. */
    position: integer("position").notNull(),
    /** Whether it was computed for its job. Unknown for results from before this was recorded. */
    execution: text("execution").$type<ExecutionState>().notNull().default("unknown"),
    filename: text("filename").notNull(),
    key: text("key").notNull(),
    /** The asset whose file it is, instead of having one of its own. */
    reusedAssetId: text("reused_asset_id").references((): AnyPgColumn => asset.id),
    sha256: text("sha256").notNull(),
    /** BLAKE3 in hexadecimal. Null until it is computed; empty if it could not be computed later. */
    blake3: text("blake3"),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    contentType: text("content_type").notNull(),
    width: integer("width"),
    height: integer("height"),
    /** Duration in milliseconds and number of frames, of video and audio. */
    durationMs: bigint("duration_ms", { mode: "number" }),
    frames: integer("frames"),
    /** Channels, depth, rate and profile, of files that could be described. */
    facts: jsonb("facts").$type<MediaFacts>(),
    thumbnailKey: text("thumbnail_key"),
    /** ThumbHash of the thumbnail, in base64: the placeholder until the thumbnail has loaded. */
    placeholder: text("placeholder"),
    /** The file with content credentials, once it is signed. It is a separate file. */
    credentialedKey: text("credentialed_key").unique(),
    credentialedSha256: text("credentialed_sha256"),
    credentialedBytes: bigint("credentialed_bytes", { mode: "number" }),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("asset_key")
      .on(t.key)
      .where(sql`reused_asset_id is null`),
    unique("asset_version").on(t.shotId, t.name, t.version, t.frame, t.position).nullsNotDistinct(),
    index("asset_batch")
      .on(t.batchId, t.frame, t.id)
      .where(sql`batch_id is not null`),
    index("asset_tenant_time").on(t.tenantId, t.id.desc()),
    index("asset_member_time").on(t.memberId, t.id.desc()),
    index("asset_show_time").on(t.showId, t.id.desc()),
    index("asset_shot_time").on(t.shotId, t.id.desc()),
    index("asset_job").on(t.jobId),
    index("asset_sha256").on(t.tenantId, t.sha256),
    index("asset_blake3").on(t.tenantId, t.blake3),
    index("asset_without_blake3")
      .on(t.tenantId, t.id)
      .where(sql`blake3 is null`),
    index("asset_credentialed_sha256").on(t.tenantId, t.credentialedSha256),
    tenantPolicy(),
  ],
);
