import { readFile } from "node:fs/promises";
import sharp, { type OverlayOptions, type Sharp } from "sharp";
import { MAX_PIXELS } from "@pegbar/core/catalog/input/limits.ts";
import { InputError } from "../input-error.ts";
import { openExr } from "../inspect-exr.ts";
import { buildOverlay } from "./overlay.ts";

/** Longest side of a shared picture, in pixels. */
const LONGEST = 1280;
const DECODE_SECONDS = 60;

/** A WebP without metadata. */
export interface Watermarked {
  bytes: Uint8Array;
  width: number;
  height: number;
}

/**
 * Makes a smaller copy of a picture with a text over all of it: 8 bits, sRGB, over black, of an animation the first
 * picture. Nothing else of the file is in it.
 * @returns undefined for a damaged file, and for one that is no picture
 */
export async function watermarkFile(file: string, contentType: string, text: string): Promise<Watermarked | undefined> {
  const picture = await open(file, contentType);
  if (!picture) return undefined;
  const small = await picture
    .timeout({ seconds: DECODE_SECONDS })
    .rotate()
    .resize(LONGEST, LONGEST, { fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#000" })
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    // Damaged, too large or too slow: the frame has no picture.
    .catch(() => undefined);
  if (!small) return undefined;
  const { width, height, channels } = small.info;
  const bytes = await sharp(small.data, { raw: { width, height, channels } })
    .composite([await drawOverlay(text, width, height)])
    .webp({ quality: 82, effort: 2 })
    .toBuffer();
  return { bytes: new Uint8Array(bytes), width, height };
}

let last: { name: string; overlay: OverlayOptions } | undefined;

/** Draws the overlay; the same one for all frames of a version, which takes longer than a frame. */
async function drawOverlay(text: string, width: number, height: number): Promise<OverlayOptions> {
  const name = `${width} ${height} ${text}`;
  if (last?.name === name) return last.overlay;
  const svg = Buffer.from(await buildOverlay(text, width, height));
  const input = await sharp(svg).ensureAlpha().raw().toBuffer();
  const overlay = { input, raw: { width, height, channels: 4 as const } };
  last = { name, overlay };
  return overlay;
}

async function open(file: string, contentType: string): Promise<Sharp | undefined> {
  if (contentType === "image/x-exr")
    return openExr(await readFile(file)).catch((error: unknown) => {
      // Damaged: the frame has no picture.
      if (error instanceof InputError) return undefined;
      throw error;
    });
  if (!contentType.startsWith("image/")) return undefined;
  return sharp(file, { limitInputPixels: MAX_PIXELS, failOn: "error" });
}
