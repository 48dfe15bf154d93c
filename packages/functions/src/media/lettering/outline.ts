import type { Font } from "opentype.js/dist/opentype.mjs";
import { loadFonts, type FontName, type Fonts } from "./fonts.ts";

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
export async function outlineText(text: string, size: number, font: FontName = "roboto"): Promise<Outline> {
  const fonts = await loadFonts(font);
  let x = 0;
  let d = "";
  for (const character of text.normalize("NFC")) {
    const { glyph, unitsPerEm } = findGlyph(fonts, character);
    d += glyph.getPath(x, 0, size).toPathData(2);
    x += ((glyph.advanceWidth ?? unitsPerEm / 2) * size) / unitsPerEm;
  }
  return { d, width: x };
}

/** Whether a font has a character. */
export const hasCharacter = (fonts: Fonts, character: string): boolean => fonts.some((font) => isIn(font, character));

const isIn = (font: Font, character: string): boolean =>
  font.hasChar(character) && font.charToGlyphIndex(character) > 0;

/** The glyph of the first file that has the character; without one, the first file's box for missing glyphs. */
function findGlyph(fonts: Fonts, character: string) {
  const font = fonts.find((one) => isIn(one, character)) ?? fonts[0];
  return { glyph: font.charToGlyph(character), unitsPerEm: font.unitsPerEm };
}
