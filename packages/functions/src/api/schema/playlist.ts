import * as z from "zod";
import { Time } from "./parts.ts";

export const PlaylistSummary = z
  .object({
    id: z.string(),
    showId: z.string(),
    show: z.string(),
    memberId: z.string().describe("Who created it."),
    name: z.string(),
    versions: z.int().describe("All of its versions, also those that you may not see."),
    createdAt: Time,
  })
  .meta({ id: "PlaylistSummary" });

export const Playlist = PlaylistSummary.extend({
  versionIds: z.array(z.string()).describe("The versions that you may see, in order."),
}).meta({ id: "Playlist" });
