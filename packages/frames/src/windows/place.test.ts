import fc from "fast-check";
import { expect, test } from "vitest";
import { getFrameAt, isKept, listKeptFrames, listWindowFrames } from "./frame-window.ts";
import { placeWindows } from "./place.ts";

const place = (frames: readonly number[], options: Parameters<typeof placeWindows>[1]) => {
  const found = placeWindows(frames, options);
  if ("problem" in found) throw new Error(found.problem.message);
  return found.windows;
};
const count = (length: number, first = 1, step = 1) => Array.from({ length }, (_, index) => first + index * step);

test("frames on twos are neighbours", () => {
  const windows = place(count(24, 1, 2), { length: 10, overlap: 2, isChain: false });
  expect(windows.map(listWindowFrames)).toEqual([count(10, 1, 2), count(10, 17, 2), count(10, 29, 2)]);
  expect(windows.map(({ skip, keep }) => [skip, keep])).toEqual([
    [0, 9],
    [1, 7],
    [2, 8],
  ]);
  expect(windows.flatMap(listKeptFrames)).toEqual(count(24, 1, 2));
});

test("handles lie before and after the range", () => {
  expect(place(count(4, 1001), { length: 8, handles: 2, isChain: false })).toEqual([
    { first: 999, step: 1, length: 8, skip: 2, keep: 4 },
  ]);
});

test("a chain begins with frames that the window before keeps", () => {
  const windows = place(count(20), { length: 9, overlap: 1, multiple: { of: 4, plus: 1 }, isChain: true });
  expect(windows).toEqual([
    { first: 1, step: 1, length: 9, skip: 0, keep: 9 },
    { first: 9, step: 1, length: 9, skip: 1, keep: 8 },
    { first: 17, step: 1, length: 5, skip: 1, keep: 3 },
  ]);
});

test("the frames of a range in any order give the same windows", () => {
  const options = { length: 5, overlap: 1, isChain: false };
  expect(place(count(12).toReversed(), options)).toEqual(place(count(12), options));
});

test("one frame is a range", () => {
  expect(place([7], { length: 1, isChain: false })).toEqual([{ first: 7, step: 1, length: 1, skip: 0, keep: 1 }]);
});

test("every frame is kept once, whatever the distance", () => {
  const given = fc.record({
    first: fc.integer({ min: -200, max: 200 }),
    step: fc.integer({ min: 1, max: 5 }),
    frames: fc.integer({ min: 1, max: 80 }),
    length: fc.integer({ min: 1, max: 20 }),
    overlap: fc.nat(6),
    handles: fc.nat(2),
    isChain: fc.boolean(),
  });
  let placed = 0;
  fc.assert(
    fc.property(given, ({ first, step, frames: n, handles, isChain, ...options }) => {
      const frames = count(n, first, step);
      const found = placeWindows(frames, { ...options, handles: isChain ? 0 : handles, isChain });
      if ("problem" in found) return;
      placed++;
      expect(found.windows.flatMap(listKeptFrames)).toEqual(frames);
      for (const window of found.windows) {
        const kept = listWindowFrames(window).filter((_, position) => isKept(window, position));
        expect(kept).toEqual(listKeptFrames(window));
        expect(getFrameAt(window, window.length - 1)).toBe(listWindowFrames(window).at(-1));
      }
    }),
    { numRuns: 1_000 },
  );
  expect(placed).toBeGreaterThan(100);
});

test("unequal distances are refused with the place", () => {
  expect(placeWindows([1, 2, 3, 7, 8], { length: 2, isChain: false })).toEqual({
    problem: {
      code: "frames_uneven",
      message:
        "Frame 7 follows 3, and the frames before them are 1 apart. A model that renders several frames at once needs equal distances.",
      remedy: "Submit a batch for each part of the range.",
    },
  });
});
