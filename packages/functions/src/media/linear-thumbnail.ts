import sharp, { type Sharp } from "sharp";
import { THUMBNAIL } from "./picture.ts";

/** Creates a thumbnail of linear light: clipped to 0 to 1 and converted to sRGB. */
export const createLinearThumbnail = (pixels: Float32Array, width: number, height: number): Promise<Uint8Array> =>
  openLinear(pixels, width, height)
    .resize(THUMBNAIL, THUMBNAIL, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer();

/** Opens interleaved R, G and B of linear light as a picture in sRGB, clipped to 0 to 1. */
export function openLinear(pixels: Float32Array, width: number, height: number): Sharp {
  const bytes = new Uint8Array(pixels.length);
  for (const [index, value] of pixels.entries()) bytes[index] = Math.round(255 * encodeSrgb(value));
  return sharp(bytes, { raw: { width, height, channels: 3 } });
}

/** The transfer function of sRGB (IEC 61966-2-1). Not a number becomes black. */
function encodeSrgb(linear: number): number {
  if (!(linear > 0)) return 0;
  if (linear >= 1) return 1;
  return linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}
