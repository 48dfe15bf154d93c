import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildOverlay } from "./overlay.ts";
import { watermarkFile } from "./watermark-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-watermark-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const TEXT = "Lumen · ACME Pictures · 2026-11-30 · X3KF9A";
const flat = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background } });
const write = async (name: string, picture: Sharp): Promise<string> => {
  const file = path.join(folder, name);
  await picture.toFile(file);
  return file;
};
/** Standard deviations of the brightness in each cell of a grid. */
const measure = async (bytes: Uint8Array, columns: number, rows: number): Promise<number[]> => {
  const { width, height } = await sharp(bytes).metadata();
  const found: number[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [left, top] = [Math.floor((column * width) / columns), Math.floor((row * height) / rows)];
      const area = { left, top, width: Math.floor(width / columns), height: Math.floor(height / rows) };
      const cell = await sharp(bytes).extract(area).greyscale().raw().toBuffer();
      const { channels } = await sharp(cell, { raw: { ...area, channels: 1 } }).stats();
      found.push(channels[0]?.stdev ?? 0);
    }
  return found;
};

describe("a watermarked picture", () => {
  test.each([
    ["black", "#000000", 1920, 1080],
    ["white", "#ffffff", 1920, 1080],
    ["grey", "#7f7f7f", 4096, 1716],
    ["portrait", "#305070", 1080, 1920],
    ["small", "#305070", 320, 240],
  ])("%s has the text in each of its parts, at most 1280 pixels wide and high", async (name, colour, width, height) => {
    const file = await write(`${name}.png`, flat(width, height, colour));
    const made = await watermarkFile(file, "image/png", TEXT);
    expect(Math.max(made?.width ?? 0, made?.height ?? 0)).toBe(Math.min(1280, Math.max(width, height)));
    expect((made?.width ?? 0) / (made?.height ?? 1)).toBeCloseTo(width / height, 2);
    const parts = await measure(made?.bytes ?? new Uint8Array(), 4, 4);
    expect(Math.min(...parts)).toBeGreaterThan(2);
  });

  test("has neither metadata nor transparency, and the colours of the original below the text", async () => {
    const layered = sharp({
      create: { width: 400, height: 300, channels: 4, background: { r: 200, g: 40, b: 40, alpha: 0.5 } },
    })
      .withMetadata({ exif: { IFD0: { Copyright: "secret prompt" } } })
      .png();
    const made = await watermarkFile(await write("layered.png", layered), "image/png", TEXT);
    const metadata = await sharp(made?.bytes).metadata();
    expect(metadata).toMatchObject({ format: "webp", hasAlpha: false });
    expect([metadata.exif, metadata.icc, metadata.xmp]).toEqual([undefined, undefined, undefined]);
    expect(Buffer.from(made?.bytes ?? []).includes("secret")).toBe(false);
    // Half of the red over black; the text is neutral, so the median is the picture's.
    const raw = await sharp(made?.bytes).raw().toBuffer();
    const reds = raw.filter((_value, index) => index % 3 === 0).toSorted();
    expect(Math.abs((reds[reds.length >> 1] ?? 0) - 100)).toBeLessThan(4);
  });

  test("is made of pictures with 16 bits, palettes and animations, and not of other files", async () => {
    const deep = flat(64, 48, "#808080").toColourspace("rgb16").png();
    const palette = flat(64, 48, "#808080").png({ palette: true });
    const gif = flat(64, 48, "#808080").gif();
    for (const [name, picture, type] of [
      ["deep.png", deep, "image/png"],
      ["palette.png", palette, "image/png"],
      ["still.gif", gif, "image/gif"],
    ] as const)
      expect(await watermarkFile(await write(name, picture), type, TEXT), name).toMatchObject({
        width: 64,
        height: 48,
      });
    const broken = path.join(folder, "broken.png");
    await writeFile(broken, "not a picture");
    expect(await watermarkFile(broken, "image/png", TEXT)).toBeUndefined();
    expect(await watermarkFile(broken, "image/x-exr", TEXT)).toBeUndefined();
    expect(await watermarkFile(broken, "video/mp4", TEXT)).toBeUndefined();
  });

  test("says what it was told, and is drawn without fonts of the machine", async () => {
    const one = await buildOverlay(TEXT, 1280, 720);
    expect(one).not.toContain("<text");
    expect(one).not.toContain("font");
    expect(await buildOverlay(TEXT.replace("ACME", "ACNE"), 1280, 720)).not.toBe(one);
    // A text with characters of XML is outlines, too.
    await sharp(Buffer.from(await buildOverlay(`<&>"'`, 64, 64)))
      .png()
      .toBuffer();
  });
});
