import { expect, test } from "vitest";
import { chooseBitrate, chooseCodec } from "./codec.ts";
import { fitPicture, MAX_SIDE, toEvenSize } from "./frame-size.ts";

const film = { numerator: 24_000, denominator: 1001 };

test.each([
  [640, 480, 24, "avc1.64001e"],
  [1280, 720, 24, "avc1.64001f"],
  [1920, 1080, 24, "avc1.640028"],
  [1920, 1080, 60, "avc1.64002a"],
  [2048, 2048, 60, "avc1.640033"],
  [2048, 2048, 120, "avc1.640034"],
])("%i × %i at %i frames per second is %s", (width, height, numerator, codec) => {
  expect(chooseCodec("mp4", { width, height }, { numerator, denominator: 1 })).toBe(codec);
});

test("every size and rate that a movie can have has a level", () => {
  const largest = { width: MAX_SIDE, height: MAX_SIDE };
  expect(chooseCodec("webm", largest, { numerator: 120, denominator: 1 })).toBe("vp09.00.52.08");
});

test("a movie of many frames fits the disk of a function", () => {
  const size = { width: 1920, height: 1080 };
  expect(chooseBitrate(size, film, 48)).toBe(Math.round((0.2 * 1920 * 1080 * 24_000) / 1001));
  const seconds = (10_000 * 1001) / 24_000;
  expect((chooseBitrate(size, film, 10_000) * seconds) / 8).toBeLessThan(400 * 2 ** 20);
});

test.each([
  [1920, 1080, 1920, 1080, 1920, 1080],
  [1919, 1079, 1919, 1079, 1920, 1080],
  [4096, 2160, 2048, 1080, 2048, 1080],
  [1080, 4097, 540, 2048, 540, 2048],
  [1, 1, 1, 1, 2, 2],
  [100_000, 3, 2048, 1, 2048, 2],
])("pictures of %i × %i are %i × %i within a movie of %i × %i", (width, height, w, h, even, high) => {
  const box = fitPicture({ width, height });
  expect([box, toEvenSize(box)]).toEqual([
    { width: w, height: h },
    { width: even, height: high },
  ]);
});
