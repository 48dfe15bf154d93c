import sharp from "sharp";
import { rgbaToThumbHash } from "thumbhash";

/** Maximum size that ThumbHash accepts, in pixels. */
const SIDE = 100;

/** Creates a ThumbHash of a thumbnail, in base64: about 25 bytes with its colours and shapes, shown until it has loaded. */
export async function createPlaceholder(thumbnail: Uint8Array): Promise<string> {
  const { data, info } = await sharp(thumbnail)
    .resize(SIDE, SIDE, { fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString("base64");
}
