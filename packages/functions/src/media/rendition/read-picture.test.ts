import { encodeExr, init } from "exrs";
import sharp, { type Sharp } from "sharp";
import { beforeAll, expect, test } from "vitest";
import { decodePicture, findFirstSize } from "./read-picture.ts";
import { RenditionError } from "./task.ts";

beforeAll(() => init());

const create = (
  width: number,
  height: number,
  background: string | { r: number; g: number; b: number; alpha: number },
) => sharp({ create: { width, height, channels: 4, background } });
const decode = async (made: Sharp, box = { width: 4, height: 4 }, size = box) =>
  decodePicture(await made.toBuffer(), box, size);
const at = (raster: { rgb: Uint8Array; width: number } | undefined, x: number, y: number) =>
  raster && [...raster.rgb.subarray(3 * (y * raster.width + x), 3 * (y * raster.width + x) + 3)];

test("transparency is over black", async () => {
  const half = await decode(create(4, 4, { r: 255, g: 255, b: 255, alpha: 0.5 }).png());
  expect(at(half, 2, 2)).toEqual([128, 128, 128]);
  expect(at(await decode(create(4, 4, { r: 255, g: 0, b: 0, alpha: 0 }).png()), 0, 0)).toEqual([0, 0, 0]);
});

test("grey pictures of 16 bits become sRGB of 8 bits", async () => {
  const pixels = Uint16Array.from({ length: 16 }, () => 0x8080);
  const grey = sharp(pixels, { raw: { width: 4, height: 4, channels: 1 } })
    .toColourspace("grey16")
    .png();
  expect(at(await decode(grey), 1, 1)).toEqual([128, 128, 128]);
});

test("an odd picture is extended by its own last column and row", async () => {
  const left = create(2, 3, "#204060");
  const odd = create(3, 3, "#c81e28")
    .composite([{ input: await left.png().toBuffer(), left: 0, top: 0 }])
    .png();
  const raster = await decode(odd, { width: 3, height: 3 }, { width: 4, height: 4 });
  expect([at(raster, 1, 3), at(raster, 2, 0), at(raster, 3, 0), at(raster, 3, 3)]).toEqual([
    [0x20, 0x40, 0x60],
    [0xc8, 0x1e, 0x28],
    [0xc8, 0x1e, 0x28],
    [0xc8, 0x1e, 0x28],
  ]);
});

test("a picture of another shape gets black bars", async () => {
  const raster = await decode(create(8, 4, "#ffffff").png(), { width: 8, height: 8 });
  expect([at(raster, 4, 0), at(raster, 4, 4), at(raster, 4, 7)]).toEqual([
    [0, 0, 0],
    [255, 255, 255],
    [0, 0, 0],
  ]);
});

test("linear light of EXR becomes sRGB", async () => {
  const [width, height] = [4, 4];
  const pixels = Float32Array.from({ length: 3 * width * height }, (_, index) => [0.214, 1.5, -1][index % 3] ?? 0);
  const exr = encodeExr({ width, height, layers: [{ channelNames: ["R", "G", "B"], interleavedPixels: pixels }] });
  expect(at(await decodePicture(exr, { width, height }), 1, 1)).toEqual([127, 255, 0]);
});

test("a version without a picture that can be decoded is refused", async () => {
  const bytes = Buffer.from("not a picture");
  const frames = [
    { frame: 1, hold: 1, source: null },
    { frame: 2, hold: 1, source: { start: 0, bytes: bytes.length } },
  ];
  expect(await decodePicture(bytes, { width: 4, height: 4 })).toBeUndefined();
  await expect(findFirstSize((start, end) => Promise.resolve(bytes.subarray(start, end)), frames)).rejects.toThrow(
    RenditionError,
  );
});
