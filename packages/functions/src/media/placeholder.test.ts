import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA, thumbHashToRGBA } from "thumbhash";
import { createPlaceholder } from "./placeholder.ts";

const flat = (width: number, height: number, background: string, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background } });
const hashOf = async (picture: Sharp) =>
  new Uint8Array(Buffer.from(await createPlaceholder(await picture.webp({ lossless: true }).toBuffer()), "base64"));

describe("a placeholder", () => {
  test("keeps colour and aspect ratio in at most 25 bytes", async () => {
    const hash = await hashOf(flat(512, 256, "#c04020"));
    expect(hash.length).toBeLessThanOrEqual(25);
    const { r, g, b, a } = thumbHashToAverageRGBA(hash);
    expect(r).toBeCloseTo(0xc0 / 255, 1);
    expect(g).toBeCloseTo(0x40 / 255, 1);
    expect(b).toBeCloseTo(0x20 / 255, 1);
    expect(a).toBe(1);
    expect(thumbHashToApproximateAspectRatio(hash)).toBeCloseTo(2, 0);
  });

  test("distinguishes left and right", async () => {
    const right = await flat(256, 512, "white").png().toBuffer();
    const hash = await hashOf(flat(512, 512, "black").composite([{ input: right, left: 256, top: 0 }]));
    const { w, h, rgba } = thumbHashToRGBA(hash);
    const at = (x: number) => rgba[(Math.floor(h / 2) * w + x) * 4] ?? 0;
    expect(at(2)).toBeLessThan(70);
    expect(at(w - 3)).toBeGreaterThan(185);
  });

  test("keeps transparency", async () => {
    expect(thumbHashToAverageRGBA(await hashOf(flat(64, 64, "#00000000", 4))).a).toBeLessThan(0.1);
  });

  test.each([
    [512, 1],
    [1, 512],
    [1, 1],
  ])("exists for %i × %i", async (width, height) => {
    expect((await hashOf(flat(width, height, "teal"))).length).toBeGreaterThan(4);
  });

  test("exists for a grey picture", async () => {
    const { r, g, b } = thumbHashToAverageRGBA(await hashOf(flat(64, 64, "#808080").greyscale()));
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(0.05);
  });
});
