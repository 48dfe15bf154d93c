import * as z from "zod";
import * as Id from "../../platform/id.ts";
import { createPaging } from "../../platform/page.ts";
import { playlist, playlistEntry } from "../../schema/playlist.sql.ts";

/** Entries of a playlist: more than a day of dailies has. */
export const MAX_ENTRIES = 500;

const Name = z.string().trim().min(1).max(100);
const VersionIds = z
  .array(Id.createSchema("version"))
  .max(MAX_ENTRIES)
  .refine((ids) => new Set(ids).size === ids.length, "a playlist contains a version once");

export const PlaylistDraft = z.strictObject({
  /** `sho_…`. */
  showId: Id.createSchema("show"),
  name: Name,
  versionIds: VersionIds.default([]),
});
export type PlaylistDraft = z.output<typeof PlaylistDraft>;

export const PlaylistChange = z
  .strictObject({
    name: Name.optional(),
    /** All of its versions in their new order. Versions that you may not see stay, at the end. */
    versionIds: VersionIds.optional(),
  })
  .refine(({ name, versionIds }) => name !== undefined || versionIds !== undefined, "send name, versionIds or both");
export type PlaylistChange = z.output<typeof PlaylistChange>;

/** Versions to add at the end. Those that the playlist has already keep their place. */
export const PlaylistAddition = z.strictObject({ versionIds: VersionIds.min(1) });

export const playlistPages = createPaging(
  "playlists",
  { by: playlist.id, field: "id" },
  { created: { by: playlist.id, field: "id" }, name: { by: playlist.name, field: "name" } },
  "-created",
);

export const PlaylistQuery = z.strictObject({
  ...playlistPages.query.shape,
  showId: Id.createSchema("show").optional(),
  memberId: Id.createSchema("member").optional(),
});
export type PlaylistQuery = z.output<typeof PlaylistQuery>;

export const entryPages = createPaging(
  "playlist versions",
  { by: playlistEntry.versionId, field: "versionId" },
  { position: { by: playlistEntry.position, field: "position", kind: "number" } },
  "position",
);
export const EntryQuery = z.strictObject(entryPages.query.shape);
export type EntryQuery = z.output<typeof EntryQuery>;
