import fc from "fast-check";
import { expect, test } from "vitest";
import { formatFrameRate, listExposures, parseFrameRate } from "@pegbar/frames";
import { listPictureNames } from "./timeline.ts";

test.each<[string, number[], [first: number, hold: number, count: number][]]>([
  ["on ones", [1, 2, 3], [[1, 1, 3]]],
  ["on twos", [1, 3, 5, 7], [[1, 2, 4]]],
  ["a single picture", [12], [[12, 1, 1]]],
  [
    "from twos to ones",
    [1, 3, 5, 6, 7],
    [
      [1, 2, 2],
      [5, 1, 3],
    ],
  ],
  [
    "a long hold",
    [1, 2, 3, 10, 11],
    [
      [1, 1, 2],
      [3, 7, 1],
      [10, 1, 2],
    ],
  ],
  ["negative frames, in any order", [2, -2, 0], [[-2, 2, 3]]],
])("pictures are divided into runs: %s", (_what, frames, wanted) => {
  expect(listExposures(frames).map(({ first, hold, count }) => [first, hold, count])).toEqual(wanted);
});

test("runs have exactly the given pictures, and follow each other without gaps", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: -500, max: 2000 }), { minLength: 1, maxLength: 200 }), (frames) => {
      const exposures = listExposures(frames);
      const names = listPictureNames({
        name: "",
        folder: "",
        prefix: "",
        suffix: "",
        padding: 1,
        exposures,
        rate: { numerator: 24, denominator: 1 },
        metadata: {},
      });
      expect(names.map(Number)).toEqual(frames.toSorted((a, b) => a - b));
      for (const [index, { first, hold, count }] of exposures.entries()) {
        const next = exposures[index + 1];
        if (next) expect(first + hold * count).toBe(next.first);
      }
    }),
  );
});

test("frame rates are exact fractions, and other decimals are refused", () => {
  const read = (text: string) => {
    const rate = parseFrameRate(text);
    return rate && formatFrameRate(rate);
  };
  expect(["24", "25", "23.976", "29.97", "24000/1001", " 12 "].map(read)).toEqual([
    "24",
    "25",
    "24000/1001",
    "30000/1001",
    "24000/1001",
    "12",
  ]);
  expect(["", "0", "24.5", "-24", "24/0", "1/2", "1e3", "24fps"].map(read)).toEqual(Array(8).fill(undefined));
});
