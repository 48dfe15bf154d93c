import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parse, type Font } from "opentype.js/dist/opentype.mjs";

/**
 * Files of fonts, from their npm packages. Outlines are drawn as paths: sharp's own text needs fontconfig and installed fonts,
 * which Lambda lacks; without them, sharp 0.35.5 ignores `fontfile` and draws boxes.
 */
const FILES = {
  /** Roboto Medium: Latin, Greek and Cyrillic together. */
  roboto: ["latin", "latin-ext", "vietnamese", "greek", "cyrillic", "cyrillic-ext"].map(
    (subset) => `@fontsource/roboto/files/roboto-${subset}-500-normal.woff`,
  ),
  /** Roboto Mono Medium: Latin, with digits of one width. */
  mono: ["@fontsource/roboto-mono/files/roboto-mono-latin-500-normal.woff"],
} as const satisfies Record<string, readonly string[]>;
export type FontName = keyof typeof FILES;

/** The files of a font; a character is in one of them. */
export type Fonts = readonly [Font, ...Font[]];

const loading = new Map<FontName, Promise<Fonts>>();

/** Loads a font for texts in pictures, once per process: Roboto has 120 kB. */
export function loadFonts(name: FontName): Promise<Fonts> {
  const known = loading.get(name) ?? load(FILES[name]);
  loading.set(name, known);
  return known;
}

async function load(files: readonly string[]): Promise<Fonts> {
  const { resolve } = createRequire(import.meta.url);
  const [first, ...rest] = await Promise.all(
    files.map(async (file) => parse(new Uint8Array(await readFile(resolve(file))).buffer)),
  );
  if (!first) throw new Error("no font was loaded");
  return [first, ...rest];
}
