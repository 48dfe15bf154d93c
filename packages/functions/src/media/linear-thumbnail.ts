import sharp, { type Sharp } from "sharp";
import { THUMBNAIL } from "./picture.ts";

/** Creates a thumbnail of linear light: clipped to 0 to 1 and converted to sRGB. */
export const createLinearThumbnail = (pixels: Float32Array, width: number, height: number): Promise<Uint8Array> =>
  openLinear(pixels, width, height)
    .resize(THUMBNAIL, THUMBNAIL, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer();

/** Steps of linear light: near black, one of them is a twentieth of a step of the result. */
const STEPS = 65_535;
let table: Uint8Array | undefined;

/** Converts linear light to sRGB with 8 bits, clipped to 0 to 1. Not a number becomes black. */
export function encodeSrgb(linear: Float32Array): Uint8Array {
  table ??= Uint8Array.from({ length: STEPS + 1 }, (_, step) => Math.round(255 * encodeValue(step / STEPS)));
  const bytes = new Uint8Array(linear.length);
  for (let index = 0; index < linear.length; index++) {
    const value = linear[index] ?? 0;
    bytes[index] = value > 0 ? (table[value >= 1 ? STEPS : Math.round(value * STEPS)] ?? 0) : 0;
  }
  return bytes;
}

/** Opens interleaved R, G and B of linear light as a picture in sRGB, clipped to 0 to 1. */
export const openLinear = (pixels: Float32Array, width: number, height: number): Sharp =>
  sharp(encodeSrgb(pixels), { raw: { width, height, channels: 3 } });

/** The transfer function of sRGB (IEC 61966-2-1). */
const encodeValue = (linear: number): number =>
  linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
