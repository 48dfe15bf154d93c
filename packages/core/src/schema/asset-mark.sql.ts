import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { asset } from "./asset.sql.ts";
import { at, createdAt, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";

/** How one member marked a result. */
export const assetMark = pgTable(
  "asset_mark",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    assetId: text("asset_id")
      .notNull()
      .references(() => asset.id, { onDelete: "cascade" }),
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    flag: text("flag").$type<"favourite" | "rejected">(),
    /** 1 to 5 stars. */
    rating: smallint("rating"),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.assetId, t.memberId] }),
    index("asset_mark_member").on(t.memberId, t.assetId.desc()),
    check("asset_mark_flag", sql`${t.flag} in ('favourite', 'rejected')`),
    check("asset_mark_rating", sql`${t.rating} between 1 and 5`),
    tenantPolicy(),
  ],
);

/** A word that all members of the studio see on a result. */
export const assetTag = pgTable(
  "asset_tag",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    assetId: text("asset_id")
      .notNull()
      .references(() => asset.id, { onDelete: "cascade" }),
    /** In lower case. */
    tag: text("tag").notNull(),
    /** Who added it. */
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.assetId, t.tag] }),
    index("asset_tag_word").on(t.tenantId, t.tag, t.assetId.desc()),
    tenantPolicy(),
  ],
);
