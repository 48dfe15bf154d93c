import fc from "fast-check";
import { expect, test } from "vitest";
import { toI420 } from "./i420.ts";

/** BT.709 in limited range, and back, with real numbers. */
const decode = (y: number, cb: number, cr: number) => {
  const [light, blue, red] = [(y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224];
  const [r, b] = [light + 1.5748 * red, light + 1.8556 * blue];
  return [r, (light - 0.2126 * r - 0.0722 * b) / 0.7152, b].map((value) => 255 * value);
};
const flat = ([r, g, b]: readonly number[]) => Uint8Array.from({ length: 12 }, (_, at) => [r, g, b][at % 3] ?? 0);
const convert = (rgb: Uint8Array) => [...toI420(rgb, 2, 2)];

test.each([
  ["black", [0, 0, 0], [16, 128, 128]],
  ["white", [255, 255, 255], [235, 128, 128]],
  ["grey", [128, 128, 128], [126, 128, 128]],
  ["red", [255, 0, 0], [63, 102, 240]],
  ["green", [0, 255, 0], [173, 42, 26]],
  ["blue", [0, 0, 255], [32, 240, 118]],
])("%s has the values of BT.709 in limited range", (_name, rgb, [y, cb, cr]) => {
  expect(convert(flat(rgb))).toEqual([y, y, y, y, cb, cr]);
});

test("any flat colour survives within 2 of 255", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.tuple(byte, byte, byte), (rgb) => {
      const [y = 0, , , , cb = 0, cr = 0] = convert(flat(rgb));
      for (const [channel, value] of decode(y, cb, cr).entries())
        expect(Math.abs(value - (rgb[channel] ?? 0))).toBeLessThanOrEqual(2);
    }),
    { numRuns: 2000 },
  );
});

test("colours are sited at the left column, where decoders of H.264 expect them", () => {
  // Red, then black: half of the weight is at the left sample itself, a quarter is its repetition beyond the edge.
  const [, , , , , cr = 0] = convert(Uint8Array.from([255, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0]));
  expect(cr).toBe(Math.round(128 + (240 - 128) * 0.75));
});
