import sharp from "sharp";
import { loadFonts } from "../lettering/fonts.ts";
import { hasCharacter, outlineText } from "../lettering/outline.ts";

/** How opaque a text is at each pixel, from 0 to 255. */
export interface TextMask {
  width: number;
  height: number;
  alpha: Uint8Array;
}

/** Lines are this much higher than letters are large. */
const LINE = 1.4;

/**
 * Draws one line of text. Characters that the font lacks are drawn as question marks.
 * @param size of the letters, in pixels
 */
export async function drawText(text: string, size: number): Promise<TextMask> {
  const fonts = await loadFonts("mono");
  const known = Array.from(text, (letter) => (hasCharacter(fonts, letter) ? letter : "?")).join("");
  const outline = await outlineText(known, size, "mono");
  const width = Math.max(1, Math.ceil(outline.width));
  const height = Math.ceil(size * LINE);
  const path = `<path transform="translate(0 ${Math.round(size * 1.05)})" d="${outline.d}" fill="#fff"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${path}</svg>`;
  const alpha = await sharp(Buffer.from(svg)).extractChannel("alpha").raw().toBuffer();
  return { width, height, alpha };
}
