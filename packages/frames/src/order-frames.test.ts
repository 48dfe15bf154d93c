import fc from "fast-check";
import { expect, test } from "vitest";
import { orderFrames } from "./order-frames.ts";

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test("every 8th frame comes first, then those halfway between", () => {
  expect(orderFrames(range(20), { coarseToFine: 8 })).toEqual([
    1, 9, 17, 5, 13, 3, 7, 11, 15, 19, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20,
  ]);
  expect(orderFrames(range(9), { coarseToFine: 6 })).toEqual([1, 7, 4, 3, 5, 9, 2, 6, 8]);
});

test("positions count, not numbers", () => {
  expect(orderFrames([1, 3, 5, 7, 9], { coarseToFine: 4 })).toEqual([1, 9, 5, 3, 7]);
  expect(orderFrames([10, 7, 4, 1], { coarseToFine: 2 })).toEqual([10, 4, 7, 1]);
});

test("the given order stays, also with a distance of 1", () => {
  expect(orderFrames([3, 1, 2], "given")).toEqual([3, 1, 2]);
  expect(orderFrames([3, 1, 2], { coarseToFine: 1 })).toEqual([3, 1, 2]);
  expect(orderFrames([], { coarseToFine: 8 })).toEqual([]);
});

test("each frame comes once, and each prefix is spread over the range", () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 300 }), (count, coarseToFine) => {
      const ordered = orderFrames(range(count), { coarseToFine });
      expect([...ordered].sort((a, b) => a - b)).toEqual(range(count));
      const coarse = Math.ceil(count / coarseToFine);
      expect(ordered.slice(0, coarse)).toEqual(range(count).filter((frame) => (frame - 1) % coarseToFine === 0));
    }),
  );
});

test.each([0, -8, 1.5, NaN])("a distance of %d is refused", (coarseToFine) => {
  expect(() => orderFrames([1], { coarseToFine })).toThrow("Choose a positive integer");
});
