import type { Size } from "./frame-size.ts";
import type { TextMask } from "./letters.ts";

/** Pixels of a picture: three bytes each, sRGB. */
export interface Raster extends Size {
  rgb: Uint8Array;
}

export type Colour = readonly [red: number, green: number, blue: number];

export function createRaster({ width, height }: Size, [red, green, blue]: Colour): Raster {
  const rgb = new Uint8Array(3 * width * height);
  if (red === green && green === blue) rgb.fill(red);
  else for (let at = 0; at < rgb.length; at += 3) rgb.set([red, green, blue], at);
  return { width, height, rgb };
}

/** Copies a picture into another one. What is outside is cut off. */
export function place(into: Raster, { width, height, rgb }: Raster, left: number, top: number): void {
  const columns = Math.min(width, into.width - left);
  for (let y = 0; y < Math.min(height, into.height - top); y++)
    into.rgb.set(rgb.subarray(3 * y * width, 3 * (y * width + columns)), 3 * ((top + y) * into.width + left));
}

/** Darkens a rectangle to a share of its light, as the ground of a text. */
export function darken(into: Raster, left: number, top: number, { width, height }: Size, share: number): void {
  for (let y = Math.max(0, top); y < Math.min(into.height, top + height); y++) {
    const [from, to] = [Math.max(0, left), Math.min(into.width, left + width)];
    for (let at = 3 * (y * into.width + from); at < 3 * (y * into.width + to); at++)
      into.rgb[at] = Math.round(into.rgb[at]! * share);
  }
}

/** Draws a text in a colour. What is outside is cut off. */
export function write(
  into: Raster,
  { width, height, alpha }: TextMask,
  left: number,
  top: number,
  colour: Colour,
): void {
  for (let y = Math.max(0, -top); y < Math.min(height, into.height - top); y++)
    for (let x = Math.max(0, -left); x < Math.min(width, into.width - left); x++) {
      const share = alpha[y * width + x]! / 255;
      if (share === 0) continue;
      const at = 3 * ((top + y) * into.width + left + x);
      for (let channel = 0; channel < 3; channel++)
        into.rgb[at + channel] = Math.round(into.rgb[at + channel]! * (1 - share) + colour[channel]! * share);
    }
}
