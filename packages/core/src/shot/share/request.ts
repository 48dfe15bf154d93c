import * as z from "zod";
import * as Id from "../../platform/id.ts";
import { createPaging } from "../../platform/page.ts";
import { queryInteger } from "../../platform/query.ts";
import { shareLink } from "../../schema/share-link.sql.ts";
import { isDrawn } from "./watermark.ts";

export const MAX_DAYS = 90;
const DEFAULT_DAYS = 7;
/** Pictures of a link: 500 versions of 20 frames, or one shot of seven minutes. Each takes about 0.1 s and 150 kB. */
export const MAX_PICTURES = 10_000;

export const ShareDraft = z
  .strictObject({
    versionId: Id.createSchema("version").optional(),
    playlistId: Id.createSchema("playlist").optional(),
    /** Who gets the link. It is written into every picture. */
    recipient: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .refine(
        isDrawn,
        "write the recipient in Latin, Greek or Cyrillic letters, because it is drawn into the pictures",
      ),
    /** Contact for questions, such as an e-mail address. Shown on the page. */
    contact: z.string().trim().min(1).max(200).optional(),
    expiresInDays: z.int().min(1).max(MAX_DAYS).default(DEFAULT_DAYS),
  })
  .refine(({ versionId, playlistId }) => (versionId === undefined) !== (playlistId === undefined), {
    message: "Name either a versionId or a playlistId",
    path: ["versionId"],
  });
export type ShareDraft = z.output<typeof ShareDraft>;

export const sharePages = createPaging(
  "share links",
  { by: shareLink.id, field: "id" },
  { created: { by: shareLink.id, field: "id" } },
  "-created",
);

export const ShareQuery = z.strictObject({
  ...sharePages.query.shape,
  showId: Id.createSchema("show").optional(),
  playlistId: Id.createSchema("playlist").optional(),
  versionId: Id.createSchema("version").optional(),
});
export type ShareQuery = z.output<typeof ShareQuery>;

const MAX_LIMIT = 200;

export const SharedPictureQuery = z.strictObject({
  /** Index of the version in the link, from 0. */
  version: queryInteger(0, 10_000).default(0),
  /** How many of its frames to skip. */
  offset: queryInteger(0, 1_000_000).default(0),
  limit: queryInteger(1, MAX_LIMIT).default(MAX_LIMIT),
});
export type SharedPictureQuery = z.output<typeof SharedPictureQuery>;
