import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgEnum, pgPolicy, pgTable, text, unique } from "drizzle-orm/pg-core";
import { at, createdAt, id, roles, tenantPolicy } from "./columns.ts";
import type { ProblemDetail } from "../platform/error/index.ts";
import type { Credentials } from "./credentials.ts";
import type { MediaFacts } from "./media-facts.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";

export const inputStatus = pgEnum("input_status", ["announced", "checking", "verified", "refused", "erased"]);

/** An uploaded file, addressed by its SHA-256 within its tenant. */
export const input = pgTable(
  "input",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    sha256: text("sha256").notNull(),
    /** BLAKE3 in hexadecimal. Null until the file has been checked; empty if it could not be computed later. */
    blake3: text("blake3"),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    /** As announced; after the check as found in the file. */
    contentType: text("content_type").notNull(),
    /** For display only; never part of a path. */
    filename: text("filename").notNull(),
    key: text("key").notNull(),
    /** Id of the result whose file it is: a job of a later step reads it. The file then belongs to the result. */
    assetId: text("asset_id"),
    status: inputStatus("status").notNull().default("announced"),
    refusal: jsonb("refusal").$type<{
      code:
        | "input_type_not_supported"
        | "input_damaged"
        | "input_too_large"
        | "input_dimensions_too_large"
        | "input_too_many_channels"
        | "input_too_long"
        | "input_hash_mismatch"
        | "input_size_mismatch"
        | "input_missing";
      detail: string;
      errors: ProblemDetail[];
    }>(),
    /** SHA-256 of each part, if it is uploaded in parts. */
    partSha256s: text("part_sha256s").array(),
    width: integer("width"),
    height: integer("height"),
    /** Null for an input that was checked before files other than pictures could be uploaded. */
    facts: jsonb("facts").$type<MediaFacts>(),
    thumbnailKey: text("thumbnail_key"),
    /** ThumbHash of the thumbnail, in base64: the placeholder until the thumbnail has loaded. */
    placeholder: text("placeholder"),
    /** Summary of its content credentials; null for a file without any. */
    credentials: jsonb("credentials").$type<Credentials>(),
    /** When it was last announced. */
    announcedAt: at("announced_at").notNull().defaultNow(),
    /** When the upload was completed; null unless it is being checked. */
    checkingSince: at("checking_since"),
    createdBy: text("created_by").references(() => member.id),
    /** Whether somebody else than its creator has announced it too. */
    isShared: boolean("is_shared").notNull().default(false),
    /** Members who have deleted it for themselves in the Comfy API while others use it. */
    hiddenFrom: text("hidden_from")
      .array()
      .notNull()
      .default(sql`'{}'::text[]`),
    verifiedAt: at("verified_at"),
    createdAt: createdAt(),
  },
  (t) => [
    unique("input_sha256").on(t.tenantId, t.sha256),
    index("input_blake3").on(t.tenantId, t.blake3),
    index("input_without_blake3")
      .on(t.tenantId, t.id)
      .where(sql`blake3 is null and status = 'verified'`),
    index("input_tenant_time").on(t.tenantId, t.id.desc()),
    index("input_announced")
      .on(t.tenantId, t.announcedAt)
      .where(sql`status = 'announced'`),
    index("input_checking")
      .on(t.checkingSince)
      .where(sql`checking_since is not null`),
    tenantPolicy(),
    // The role may read this column only.
    pgPolicy("public_checking", { for: "select", to: roles.public, using: sql`checking_since is not null` }),
  ],
);
