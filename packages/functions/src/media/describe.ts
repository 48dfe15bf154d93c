import { ALL_FORMATS, FilePathSource, Input } from "mediabunny";
import sharp from "sharp";
import type { Facts } from "@pegbar/core/result/asset";
import { THUMBNAIL } from "./picture.ts";
import { createPlaceholder } from "./placeholder.ts";

/** More than any frame of a film; what is larger is left without a thumbnail. */
const MAX_PIXELS = 268_000_000;
const DECODE_SECONDS = 60;

type Described = Omit<Facts, "thumbnailKey"> & { thumbnail?: Uint8Array };

/** What a file on disk shows of itself. A damaged one, or one of a kind that nobody here reads, shows nothing. */
export async function describeFile(file: string, contentType: string): Promise<Described> {
  if (contentType.startsWith("image/")) return (await describePicture(file)) ?? {};
  // Damaged, or of a format that the library does not know.
  return describeMedia(file).catch(() => ({}));
}

/** A picture, or several in one file: GIF, WebP and AVIF may move, TIFF may have pages. */
async function describePicture(file: string): Promise<Described | undefined> {
  const found = await sharp(file, { limitInputPixels: false })
    .metadata()
    // Damaged, or not a picture.
    .catch(() => undefined);
  if (!found) return undefined;
  const { pages = 1, delay } = found;
  const { width, height } = found.autoOrient;
  const moving = pages > 1 ? { frames: pages } : {};
  // A GIF of one frame has a delay too.
  const lasting = pages > 1 && delay ? { durationMs: delay.reduce((sum, one) => sum + one, 0) } : {};
  const thumbnail = await sharp(file, { limitInputPixels: MAX_PIXELS, failOn: "error" })
    .timeout({ seconds: DECODE_SECONDS })
    .rotate()
    .resize(THUMBNAIL, THUMBNAIL, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
    // Damaged, too large, or too slow: the file is listed without a thumbnail.
    .catch(() => undefined);
  const small = thumbnail && { thumbnail, placeholder: await createPlaceholder(thumbnail) };
  return { width, height, ...moving, ...lasting, ...small };
}

/** Film and sound, read from their containers; no picture is decoded. */
async function describeMedia(file: string): Promise<Described> {
  const input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
  try {
    const durationMs = Math.round((await input.computeDuration()) * 1000);
    const video = await input.getPrimaryVideoTrack();
    if (!video) return { durationMs };
    const { packetCount } = await video.computePacketStats();
    return { width: video.displayWidth, height: video.displayHeight, durationMs, frames: packetCount };
  } finally {
    input.dispose();
  }
}
