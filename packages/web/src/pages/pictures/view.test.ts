import { expect, test } from "vitest";
import { computeFit, fitted, getLimits, scaleTo } from "./view.ts";

test("a picture of 4000 × 2000 in a frame of 1000 × 1000 is shown at a quarter, or half on a dense screen", () => {
  expect(computeFit({ width: 4000, height: 2000 }, { width: 1000, height: 1000 }, 1)).toBe(0.25);
  expect(computeFit({ width: 4000, height: 2000 }, { width: 1000, height: 1000 }, 2)).toBe(0.5);
});

test("a small picture is enlarged to its frame, and can be shown at 1:1", () => {
  const fit = computeFit({ width: 100, height: 100 }, { width: 400, height: 800 }, 1);
  expect(fit).toBe(4);
  expect(getLimits(fit)).toEqual({ least: 0.25, most: 4 });
  expect(scaleTo({ scale: 2, x: 30, y: 0 }, 1 / fit, fit)).toEqual({ scale: 0.25, x: 0, y: 0 });
});

test("the scale stays between fitted and 1600 %, for a picture that is larger than its frame", () => {
  expect(getLimits(0.25)).toEqual({ least: 1, most: 64 });
  expect(scaleTo(fitted, 1000, 0.25).scale).toBe(64);
  expect(scaleTo({ scale: 3, x: 9, y: 9 }, 0.1, 0.25)).toEqual(fitted);
});

test("the point under the pointer stays in place", () => {
  const before = { scale: 2, x: 10, y: -20 };
  const at = { x: 100, y: 50 };
  const after = scaleTo(before, 4, 0.25, at);
  const toPicture = (view: typeof before) => [(at.x - view.x) / view.scale, (at.y - view.y) / view.scale];
  expect(toPicture(after)).toEqual(toPicture(before));
});
