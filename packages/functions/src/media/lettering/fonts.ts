import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parse, type Font } from "opentype.js/dist/opentype.mjs";

/** Subsets of Roboto Medium, each a file of its package. Together they have Latin, Greek and Cyrillic. */
const SUBSETS = ["latin", "latin-ext", "vietnamese", "greek", "cyrillic", "cyrillic-ext"] as const;

let loading: Promise<[Font, ...Font[]]> | undefined;

/** Loads the fonts for texts in pictures, once per process: 120 kB. */
export const loadFonts = (): Promise<[Font, ...Font[]]> => (loading ??= load());

async function load(): Promise<[Font, ...Font[]]> {
  const { resolve } = createRequire(import.meta.url);
  const [first, ...rest] = await Promise.all(
    SUBSETS.map(async (subset) => {
      const bytes = await readFile(resolve(`@fontsource/roboto/files/roboto-${subset}-500-normal.woff`));
      return parse(new Uint8Array(bytes).buffer);
    }),
  );
  if (!first) throw new Error("no font was loaded");
  return [first, ...rest];
}
