import { index, integer, pgEnum, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { asset } from "./asset.sql.ts";
import { at, createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { playlist } from "./playlist.sql.ts";
import { show } from "./show.sql.ts";
import { tenant } from "./tenant.sql.ts";
import { version } from "./version.sql.ts";

/** An address at which people without an account see watermarked pictures of some versions. The secret is not stored. */
export const shareLink = pgTable(
  "share_link",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    showId: text("show_id")
      .notNull()
      .references(() => show.id),
    /** Who created it. The link shows only what this member may share. */
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    /** The playlist that it was made from; null for a single version, and after the playlist was deleted. */
    playlistId: text("playlist_id").references(() => playlist.id, { onDelete: "set null" }),
    /** What its page is called: the playlist's name at that time, or the version. */
    title: text("title").notNull(),
    /** Who gets it, as written into the pictures. */
    recipient: text("recipient").notNull(),
    /** Contact for questions; null if none was given. */
    contact: text("contact"),
    /** Text in the pictures. */
    watermark: text("watermark").notNull(),
    /** SHA-256 of the secret in hexadecimal. The secret has 190 random bits, so a slow hash would add no security. */
    sha256: text("sha256").notNull().unique(),
    /** Last characters of the secret, to recognize the link. */
    hint: text("hint").notNull(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
    /** When its pictures were given to the janitor. */
    cleanedAt: at("cleaned_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("share_link_tenant_time").on(t.tenantId, t.id.desc()),
    index("share_link_playlist").on(t.playlistId),
    tenantPolicy(),
    // Finds the studio of a secret.
    platformPolicy(roles.identity, "select"),
    // The janitor finds links that have ended.
    platformPolicy(roles.dispatch),
  ],
);

/** The versions of a link, as they were in the playlist when the link was made. */
export const shareLinkVersion = pgTable(
  "share_link_version",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    shareLinkId: text("share_link_id")
      .notNull()
      .references(() => shareLink.id),
    position: integer("position").notNull(),
    versionId: text("version_id")
      .notNull()
      .references(() => version.id, { onDelete: "cascade" }),
    /** When its pictures were last asked for or made. */
    queuedAt: at("queued_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.shareLinkId, t.position] }),
    unique("share_link_version_once").on(t.shareLinkId, t.versionId),
    index("share_link_version_of").on(t.versionId),
    tenantPolicy(),
  ],
);

export const sharePictureState = pgEnum("share_picture_state", ["ready", "failed"]);

/** The watermarked picture of a frame for one link. */
export const sharePicture = pgTable(
  "share_picture",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    shareLinkId: text("share_link_id")
      .notNull()
      .references(() => shareLink.id),
    assetId: text("asset_id")
      .notNull()
      .references(() => asset.id, { onDelete: "cascade" }),
    /** `failed`: no picture can be made of this file. */
    state: sharePictureState("state").notNull(),
    /** Empty if it failed. */
    key: text("key").notNull(),
    width: integer("width"),
    height: integer("height"),
    bytes: integer("bytes"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.shareLinkId, t.assetId] }),
    index("share_picture_asset").on(t.assetId),
    tenantPolicy(),
  ],
);

/** One visit of a link. Its id lets the visitor's page read on without being counted again. */
export const shareVisit = pgTable(
  "share_visit",
  {
    /** SHA-256 of the visit's token, in hexadecimal. */
    sha256: text("sha256").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    shareLinkId: text("share_link_id")
      .notNull()
      .references(() => shareLink.id),
    createdAt: createdAt(),
  },
  (t) => [index("share_visit_link").on(t.shareLinkId, t.createdAt), tenantPolicy()],
);
