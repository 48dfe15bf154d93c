import type { Font } from "opentype.js/dist/opentype.mjs";
import { loadFonts } from "./fonts.ts";

/** The outline of a text for the `d` of an SVG path, with its baseline at y = 0. No SVG text: Lambda has no fonts. */
export interface Outline {
  d: string;
  /** Advance of the whole text, in the unit of `size`. */
  width: number;
}

/**
 * Draws one line of text, from left to right.
 * @param size em size in pixels
 */
export async function outlineText(text: string, size: number): Promise<Outline> {
  const fonts = await loadFonts();
  let x = 0;
  let d = "";
  for (const character of text.normalize("NFC")) {
    const font = findFont(fonts, character);
    const glyph = font.charToGlyph(character);
    d += glyph.getPath(x, 0, size).toPathData(2);
    x += ((glyph.advanceWidth ?? font.unitsPerEm / 2) * size) / font.unitsPerEm;
  }
  return { d, width: x };
}

/** The first font that has the character; without one, the first draws its box for missing glyphs. */
function findFont(fonts: readonly [Font, ...Font[]], character: string): Font {
  return fonts.find((font) => font.hasChar(character) && font.charToGlyphIndex(character) > 0) ?? fonts[0];
}
