import { index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { show } from "./show.sql.ts";
import { tenant } from "./tenant.sql.ts";
import { version } from "./version.sql.ts";

/** Versions of one show that are reviewed together, in order, such as the dailies of a day. */
export const playlist = pgTable(
  "playlist",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    showId: text("show_id")
      .notNull()
      .references(() => show.id),
    /** Who created it. */
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    name: text("name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("playlist_tenant_time").on(t.tenantId, t.id.desc()),
    index("playlist_show_time").on(t.showId, t.id.desc()),
    tenantPolicy(),
  ],
);

/** A version in a playlist, at most once. A version that is deleted leaves its playlists. */
export const playlistEntry = pgTable(
  "playlist_entry",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    playlistId: text("playlist_id")
      .notNull()
      .references(() => playlist.id, { onDelete: "cascade" }),
    /** Ascending, with gaps where entries were removed. */
    position: integer("position").notNull(),
    versionId: text("version_id")
      .notNull()
      .references(() => version.id, { onDelete: "cascade" }),
  },
  (t) => [
    primaryKey({ columns: [t.playlistId, t.position] }),
    unique("playlist_entry_version").on(t.playlistId, t.versionId),
    index("playlist_entry_of_version").on(t.versionId),
    tenantPolicy(),
  ],
);
