import sharp from "sharp";
import { rgbaToThumbHash } from "thumbhash";

/** The most that ThumbHash takes; it keeps far less. */
const SIDE = 100;

/** A ThumbHash of a thumbnail, in base64: some 25 bytes that show its colours and shapes until it is there itself. */
export async function createPlaceholder(thumbnail: Uint8Array): Promise<string> {
  const { data, info } = await sharp(thumbnail)
    .resize(SIDE, SIDE, { fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString("base64");
}
