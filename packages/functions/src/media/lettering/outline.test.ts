import { expect, test } from "vitest";
import { isDrawn } from "@pegbar/core/shot/share/watermark.ts";
import { loadFonts } from "./fonts.ts";
import { outlineText } from "./outline.ts";

test("the font has every character that a watermark may contain", async () => {
  const fonts = await loadFonts("roboto");
  const missing: string[] = [];
  for (let code = 0x20; code <= 0xffff; code++) {
    const character = String.fromCodePoint(code);
    if (code >= 0xd800 && code <= 0xdfff) continue;
    if (!isDrawn(character)) continue;
    if (!fonts.some((font) => font.charToGlyphIndex(character.normalize("NFC")) > 0))
      missing.push(`${code.toString(16)} ${character}`);
  }
  expect(missing).toEqual([]);
});

test("a text is a path, as wide as its letters, and another text is another path", async () => {
  const [one, two] = [await outlineText("AV", 100), await outlineText("AVA", 100)];
  expect(one.d).toMatch(/^M[\d.MLQCZ\s-]+$/);
  expect(two.width).toBeGreaterThan(one.width);
  expect(two.d.startsWith(one.d)).toBe(true);
  expect((await outlineText("AV", 50)).width).toBeCloseTo(one.width / 2);
  expect((await outlineText("Zoe\u0308", 10)).d).toBe((await outlineText("Zoë", 10)).d);
  expect((await outlineText(" ", 10)).d).toBe("");
});
