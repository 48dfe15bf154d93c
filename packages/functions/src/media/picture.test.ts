import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { decode } from "./picture.ts";
import { createPlaceholder } from "./placeholder.ts";

const flat = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: "teal" } });

describe("an input picture", () => {
  test.each(["png", "jpeg", "webp"] as const)("%s has a type, size and thumbnail", async (format) => {
    const { thumbnail, placeholder, facts, ...found } = await decode(await flat(700, 70).toFormat(format).toBuffer());
    expect(found).toEqual({ contentType: `image/${format}`, width: 700, height: 70 });
    expect(facts).toMatchObject({ frames: 1, durationMs: null, channels: 3, bitDepth: 8, warnings: [] });
    expect(await sharp(thumbnail).metadata()).toMatchObject({ format: "webp", width: 512, height: 51 });
    expect(placeholder).toBe(await createPlaceholder(thumbnail ?? new Uint8Array()));
  });

  test("a rotated picture has the size with which ComfyUI loads it", async () => {
    const found = await decode(await flat(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(found).toMatchObject({ width: 20, height: 40 });
    expect(await sharp(found.thumbnail).metadata()).toMatchObject({ width: 20, height: 40 });
  });

  test.each([
    ["a WAV", () => Promise.resolve(Buffer.from("RIFF\0\0\0\0WAVE"))],
    ["text", () => Promise.resolve(Buffer.from("no picture"))],
    ["an SVG", () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'))],
  ])("%s is refused", async (_name, bytes) => {
    await expect(decode(await bytes())).rejects.toMatchObject({ code: "input_type_not_supported" });
  });

  test("a truncated picture is refused", async () => {
    const bytes = await flat(600, 600).png({ compressionLevel: 0 }).toBuffer();
    await expect(decode(bytes.subarray(0, bytes.length / 2))).rejects.toMatchObject({ code: "input_damaged" });
  });

  test("a picture with a huge declared size is refused by its header", async () => {
    const bytes = await flat(4, 4).png().toBuffer();
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    await expect(decode(bytes)).rejects.toMatchObject({ code: "input_dimensions_too_large" });
  });
});
