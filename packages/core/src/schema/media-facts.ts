import * as z from "zod";

/** Something about a file that ComfyUI treats unexpectedly. */
export const MediaWarning = z.object({ code: z.string(), message: z.string() });
export type MediaWarning = z.infer<typeof MediaWarning>;

/** What the check of a file found in addition to its type and size. Fields that do not apply are null. */
export const MediaFacts = z.object({
  /** Codec of the first video track, else of the first audio track. */
  codec: z.string().nullable(),
  frames: z.int().nullable(),
  durationMs: z.int().nullable(),
  /** Frames per second as a fraction, such as 24000/1001. */
  frameRate: z.object({ numerator: z.int(), denominator: z.int() }).nullable(),
  /** Channels of an image, including alpha. */
  channels: z.int().nullable(),
  audioChannels: z.int().nullable(),
  sampleRate: z.int().nullable(),
  bitDepth: z.int().nullable(),
  /** Name of the ICC profile, or primaries and transfer function of a video. */
  colourProfile: z.string().nullable(),
  warnings: z.array(MediaWarning),
});
export type MediaFacts = z.infer<typeof MediaFacts>;

export const NO_FACTS: MediaFacts = {
  codec: null,
  frames: null,
  durationMs: null,
  frameRate: null,
  channels: null,
  audioChannels: null,
  sampleRate: null,
  bitDepth: null,
  colourProfile: null,
  warnings: [],
};
