import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parse, type Font } from "opentype.js/dist/opentype.mjs";
import sharp from "sharp";

/** How opaque a text is at each pixel, from 0 to 255. */
export interface TextMask {
  width: number;
  height: number;
  alpha: Uint8Array;
}

/**
 * Roboto Mono Medium, from its npm package. Outlines are drawn as paths: sharp's own text needs fontconfig and installed
 * fonts, which Lambda lacks; without them, sharp 0.35.5 ignores `fontfile` and draws boxes.
 */
const FONT = "@fontsource/roboto-mono/files/roboto-mono-latin-500-normal.woff";
let font: Promise<Font> | undefined;

async function load(): Promise<Font> {
  const bytes = await readFile(createRequire(import.meta.url).resolve(FONT));
  return parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Lines are this much higher than letters are large. */
const LINE = 1.4;

/**
 * Draws one line of text. Characters that the font lacks are drawn as question marks.
 * @param size of the letters, in pixels
 */
export async function drawText(text: string, size: number): Promise<TextMask> {
  const loaded = await (font ??= load());
  const known = Array.from(text, (letter) => (loaded.charToGlyphIndex(letter) > 0 ? letter : "?")).join("");
  const width = Math.max(1, Math.ceil(loaded.getAdvanceWidth(known, size)));
  const height = Math.ceil(size * LINE);
  const path = loaded.getPath(known, 0, Math.round(size * 1.05), size).toPathData(2);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path d="${path}" fill="#fff"/></svg>`;
  const alpha = await sharp(Buffer.from(svg)).extractChannel("alpha").raw().toBuffer();
  return { width, height, alpha };
}
