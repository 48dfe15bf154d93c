import * as z from "zod";
import { FrameRateText } from "../../platform/frame-rate.ts";

/** Formats of each kind; the first one is the default. */
export const formats = { movie: ["mp4", "webm"], contactSheet: ["jpg", "png"] } as const;

export const contentTypes: Readonly<Record<string, string>> = {
  mp4: "video/mp4",
  webm: "video/webm",
  jpg: "image/jpeg",
  png: "image/png",
};

export const RenditionRequest = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("movie"),
    /** H.264 in MP4, or VP9 in WebM. */
    format: z.enum(formats.movie).default("mp4"),
    /** Whether each picture shows version and frame number. */
    burnIn: z.boolean().default(false),
    /** Default: that of the show. */
    frameRate: FrameRateText.optional(),
  }),
  z.strictObject({ kind: z.literal("contactSheet"), format: z.enum(formats.contactSheet).default("jpg") }),
]);
export type RenditionRequest = z.output<typeof RenditionRequest>;
