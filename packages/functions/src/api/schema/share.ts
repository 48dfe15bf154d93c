import * as z from "zod";
import { Time } from "./parts.ts";

export const ShareLink = z
  .object({
    id: z.string(),
    showId: z.string(),
    show: z.string(),
    memberId: z.string().describe("Who created it."),
    playlistId: z.string().nullable().describe("The playlist that it was made from, unless that was deleted."),
    versionIds: z.array(z.string()).describe("What it shows, in order."),
    title: z.string(),
    recipient: z.string(),
    contact: z.string().nullable(),
    watermark: z.string().describe("The text in its pictures."),
    hint: z.string().describe("The secret's last four characters."),
    state: z.enum(["active", "expired", "revoked"]),
    pictures: z.int().describe("Frames that it shows."),
    made: z.int().describe("Frames whose pictures are made, or cannot be made. 0 after the link's end."),
    views: z.int(),
    lastViewedAt: Time.nullable(),
    expiresAt: Time,
    revokedAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "ShareLink" });

export const NewShareLink = ShareLink.extend({
  secret: z.string(),
  path: z.string().describe("The page's path on the portal's address."),
}).meta({ id: "NewShareLink" });

export const Shared = z
  .object({
    studio: z.string(),
    title: z.string(),
    recipient: z.string(),
    contact: z.string().nullable().describe("Contact for questions."),
    expiresAt: Time,
    frameRate: z.string().describe("Frames per second of the show, as an exact fraction: `24`, `24000/1001`."),
    visit: z.string().describe("Send it as `Pegbar-Visit`, so that reading on is not another view."),
    versions: z.array(
      z.object({
        show: z.string(),
        sequence: z.string(),
        shot: z.string(),
        name: z.string(),
        number: z.int(),
        frames: z.int(),
        made: z.int().describe("Frames whose pictures are made, or cannot be made."),
      }),
    ),
  })
  .meta({ id: "Shared" });

export const SharedPictures = z
  .object({
    items: z.array(
      z.object({
        frame: z.int().nullable(),
        state: z.enum(["pending", "ready", "failed"]).describe("`failed`: no picture can be made of this file."),
        url: z.url().nullable().describe("Valid for five minutes."),
        width: z.int().nullable(),
        height: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: "SharedPictures" });
