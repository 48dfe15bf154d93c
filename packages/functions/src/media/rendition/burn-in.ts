import type { Size } from "./frame-size.ts";
import { drawText, type TextMask } from "./letters.ts";
import { darken, write, type Raster } from "./raster.ts";

/** Share of light that is left behind a text. */
const GROUND = 0.35;

/** Draws the version's title at the bottom left of a picture and the frame's number at the bottom right. */
export type BurnIn = (raster: Raster, frame: number) => Promise<void>;

/** Prepares the burn-in of a movie of this size. */
export async function createBurnIn(title: string, { width, height }: Size): Promise<BurnIn> {
  // Both texts fit next to each other: letters are 0.6 as wide as large.
  const fitting = width / (0.6 * (title.length + 12));
  const size = Math.max(6, Math.floor(Math.min(height / 36, fitting)));
  const margin = Math.ceil(size / 2);
  const label = await drawText(title, size);
  const draw = (raster: Raster, mask: TextMask, left: number) => {
    const top = height - mask.height - margin;
    const ground = { width: mask.width + 2 * margin, height: mask.height };
    darken(raster, left - margin, top, ground, GROUND);
    write(raster, mask, left, top, [255, 255, 255]);
  };
  return async (raster, frame) => {
    draw(raster, label, 2 * margin);
    const number = await drawText(String(frame), size);
    draw(raster, number, width - number.width - 2 * margin);
  };
}
