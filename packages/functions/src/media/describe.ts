import { ALL_FORMATS, FilePathSource, Input } from "mediabunny";
import sharp from "sharp";
import type { Facts } from "@pegbar/core/result/asset";
import { openFile } from "./byte-source.ts";
import { inspect } from "./inspect.ts";
import { THUMBNAIL } from "./picture.ts";
import { createPlaceholder } from "./placeholder.ts";

/** Maximum size of an output with a thumbnail, in pixels; more than any film frame. */
const MAX_PIXELS = 268_000_000;
const DECODE_SECONDS = 60;

type Described = Omit<Facts, "thumbnailKey"> & { thumbnail?: Uint8Array };

/** Describes a file on disk. Returns an empty description for a damaged file or an unknown format. */
export async function describeFile(file: string, contentType: string): Promise<Described> {
  const found = await describeAsInput(file);
  if (found) return found;
  if (contentType.startsWith("image/")) return (await describePicture(file)) ?? {};
  // Damaged or unknown format.
  return describeMedia(file).catch(() => ({}));
}

/** Describes a file like an input; undefined for one that could not be an input, such as a very large picture. */
async function describeAsInput(file: string): Promise<Described | undefined> {
  try {
    await using source = await openFile(file);
    const { contentType: _type, width, height, facts, ...small } = await inspect(source, file);
    const { durationMs, frames } = facts;
    const isAnimated = frames !== null && (durationMs !== null || frames > 1);
    return {
      ...(width !== null && height !== null ? { width, height } : {}),
      ...(durationMs === null ? {} : { durationMs }),
      ...(isAnimated ? { frames } : {}),
      // Warnings are about what ComfyUI does with inputs.
      facts: { ...facts, warnings: [] },
      ...small,
    };
  } catch {
    // Described below, or not at all.
    return undefined;
  }
}

/** Describes a file with one or several pictures: GIF, WebP and AVIF can be animated, TIFF can have pages. */
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

/** Describes video and audio from their containers, without decoding. */
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
