import { expect, test } from "vitest";
import { cutToRatio, fill, fit, keepVisible, scaleTo } from "./placement.ts";

const picture = { width: 1920, height: 1080 };

test("fit shows the whole picture, fill covers the whole canvas", () => {
  const square = { width: 512, height: 512 };
  expect(fit(picture, square).scale).toBeCloseTo(512 / 1920);
  expect(fill(picture, square).scale).toBeCloseTo(512 / 1080);
});

test("zooming keeps the point under the pointer in place", () => {
  const canvas = { width: 1000, height: 1000 };
  const before = { scale: 1, x: 100, y: -50 };
  const at = { x: 200, y: 30 };
  const after = scaleTo(before, 2, picture, canvas, at);
  // The picture's pixel under the pointer, from the picture's centre.
  const find = ({ scale, x, y }: typeof before) => [(at.x - x) / scale, (at.y - y) / scale];
  expect(find(after)).toEqual(find(before));
  expect(scaleTo(before, 1000, picture, canvas).scale).toBe(16);
  expect(scaleTo(before, 0, picture, canvas).scale).toBeCloseTo(1000 / 1920 / 10);
});

test("a picture can't leave the canvas", () => {
  const canvas = { width: 500, height: 500 };
  expect(keepVisible({ scale: 1, x: 9999, y: -9999 }, picture, canvas)).toEqual({
    scale: 1,
    x: (1920 + 500) / 2 - 8,
    y: -((1080 + 500) / 2 - 8),
  });
});

test.each([
  [1, { width: 1080, height: 1080 }],
  [16 / 9, { width: 1920, height: 1080 }],
  [2.39, { width: 1920, height: 803 }],
  [4 / 3, { width: 1440, height: 1080 }],
])("the largest part with the ratio %d", (ratio, size) => expect(cutToRatio(picture, ratio)).toEqual(size));
