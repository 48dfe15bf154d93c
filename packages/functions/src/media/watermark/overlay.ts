import { outlineText } from "../lettering/outline.ts";

/** Degrees by which the lines of text rise. */
const ANGLE = -30;
/** Em size as a share of the picture's longer side, before it is adapted to a long text. */
const SIZE = 0.026;
const MIN_SIZE = 7;
/** Longest line as a share of the picture's width, so that every picture has the whole text. */
const MAX_LINE = 0.75;

/**
 * An SVG over a picture that repeats a text in diagonal lines, light with a dark edge, so that it is seen on any picture.
 * Every second line is shifted by half, so that no part of the picture is free of it.
 */
export async function buildOverlay(text: string, width: number, height: number): Promise<string> {
  const wanted = Math.max(MIN_SIZE, SIZE * Math.max(width, height));
  const unit = await outlineText(text, 1);
  const size = Math.max(MIN_SIZE, Math.min(wanted, (MAX_LINE * width) / unit.width));
  const { d, width: length } = await outlineText(text, size);
  const [stepX, stepY] = [length + 2 * size, 4 * size];
  const line = (x: number, y: number) => `<path transform="translate(${round(x)} ${round(y)})" d="${d}"/>`;
  // The shifted line leaves the tile at its right edge, and enters it at the left one.
  const lines = [line(size, 1.5 * size), line(size + stepX / 2, 3.5 * size), line(size - stepX / 2, 3.5 * size)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><pattern id="t" patternUnits="userSpaceOnUse" width="${round(stepX)}" height="${round(stepY)}" patternTransform="rotate(${ANGLE})">
<g fill="#fff" fill-opacity="0.3" stroke="#000" stroke-opacity="0.3" stroke-width="${round(size / 14)}" paint-order="stroke">${lines.join("")}</g>
</pattern></defs><rect width="100%" height="100%" fill="url(#t)"/></svg>`;
}

const round = (value: number): string => value.toFixed(2);
