import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countSpan, type FrameSpan } from "../frame-span.ts";
import { chainWindows } from "./chain.ts";
import { splitIntoWindows } from "./split.ts";
import type { Window, WindowOptions } from "./window.ts";

const split = (span: FrameSpan, options: WindowOptions): Window[] => {
  const found = splitIntoWindows(span, options);
  if ("problem" in found) throw new Error(found.problem.message);
  return found.windows;
};
const show = (windows: readonly Window[]) =>
  windows.map(({ first, last, keepFirst, keepLast }) => `${first}-${last} keeps ${keepFirst}-${keepLast}`);

test("windows share the overlap, and the later one takes over in its middle", () => {
  expect(show(split({ first: 1, last: 28 }, { length: 10, overlap: 1 }))).toEqual([
    "1-10 keeps 1-10",
    "10-19 keeps 11-19",
    "19-28 keeps 20-28",
  ]);
  expect(show(split({ first: 1001, last: 1026 }, { length: 16, overlap: 6 }))).toEqual([
    "1001-1016 keeps 1001-1013",
    "1011-1026 keeps 1014-1026",
  ]);
  expect(show(split({ first: -4, last: 5 }, { length: 5 }))).toEqual(["-4-0 keeps -4-0", "1-5 keeps 1-5"]);
});

test("the last window has full length and begins earlier", () => {
  expect(show(split({ first: 1, last: 100 }, { length: 81, overlap: 8 }))).toEqual([
    "1-81 keeps 1-50",
    "20-100 keeps 51-100",
  ]);
});

test("handles are rendered around each window and not kept", () => {
  expect(split({ first: 1, last: 8 }, { length: 8, handles: 2 })).toEqual([
    { first: 1, last: 4, keepFirst: 1, keepLast: 4, handleFirst: -1, handleLast: 6 },
    { first: 5, last: 8, keepFirst: 5, keepLast: 8, handleFirst: 3, handleLast: 10 },
  ]);
});

test("a short range has shorter windows if the model takes their length", () => {
  const multiple = { of: 4, plus: 1 };
  expect(show(split({ first: 1, last: 20 }, { length: 81, multiple }))).toEqual([
    "1-17 keeps 1-10",
    "4-20 keeps 11-20",
  ]);
  expect(show(split({ first: 1, last: 81 }, { length: 81, multiple }))).toEqual(["1-81 keeps 1-81"]);
});

const options = fc.record({
  length: fc.integer({ min: 1, max: 24 }),
  overlap: fc.nat(8),
  handles: fc.nat(3),
  multiple: fc.option(fc.constantFrom({ of: 4, plus: 1 }, { of: 8, plus: 0 }), { nil: undefined }),
});
const given = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 120 }), options).map(
  ([first, count, { multiple, ...rest }]) =>
    [
      { first, last: first + count - 1 },
      { ...rest, ...(multiple && { multiple }) },
    ] as [FrameSpan, WindowOptions],
);
const listKept = (windows: readonly Window[]) =>
  windows.flatMap(({ keepFirst, keepLast }) =>
    Array.from({ length: keepLast - keepFirst + 1 }, (_, index) => keepFirst + index),
  );
const isAllowed = (length: number, { multiple }: WindowOptions) =>
  !multiple || (length - multiple.plus) % multiple.of === 0;

test("every frame is kept by exactly one window, and windows have one length and the overlap", () => {
  let divided = 0;
  fc.assert(
    fc.property(given, ([span, options]) => {
      const found = splitIntoWindows(span, options);
      if ("problem" in found) return;
      divided++;
      const { windows } = found;
      expect(listKept(windows)).toEqual(Array.from({ length: countSpan(span) }, (_, index) => span.first + index));
      const { length, overlap = 0, handles = 0 } = options;
      const own = (windows[0]?.handleLast ?? 0) - (windows[0]?.handleFirst ?? 0) + 1;
      expect(own === length || (options.multiple !== undefined && own < length && isAllowed(own, options))).toBe(true);
      for (const [index, window] of windows.entries()) {
        const { first, last, keepFirst, keepLast, handleFirst, handleLast } = window;
        expect(handleLast - handleFirst + 1).toBe(own);
        expect([first - handleFirst, handleLast - last]).toEqual([handles, handles]);
        expect(first <= keepFirst && keepFirst <= keepLast && keepLast <= last).toBe(true);
        expect(first >= span.first && last <= span.last).toBe(true);
        const before = windows[index - 1];
        if (before) expect(before.last - first + 1).toBeGreaterThanOrEqual(overlap);
      }
    }),
    { numRuns: 2_000 },
  );
  expect(divided).toBeGreaterThan(200);
});

test("a chain keeps every frame once, and takes what the window before has", () => {
  let chained = 0;
  fc.assert(
    fc.property(given, ([span, options]) => {
      const found = chainWindows(span, { ...options, handles: 0 });
      if ("problem" in found) return;
      chained++;
      const { windows, dependencies } = found;
      expect(listKept(windows)).toEqual(Array.from({ length: countSpan(span) }, (_, index) => span.first + index));
      expect(dependencies.map(({ window, from }) => [window, from])).toEqual(
        windows.slice(1).map((_, index) => [index + 1, index]),
      );
      for (const { window, from, first, last } of dependencies) {
        expect(last - first + 1).toBe(options.overlap);
        expect(first).toBe(windows[window]?.first);
        expect(last).toBe(windows[from]?.last);
        expect(first).toBeGreaterThan(windows[from]?.first ?? Infinity);
        expect(windows[window]?.keepFirst).toBe(last + 1);
      }
      for (const { first, last } of windows.slice(0, -1)) expect(last - first + 1).toBe(options.length);
      for (const { first, last } of windows.slice(-1)) {
        expect(last - first + 1 <= options.length && isAllowed(last - first + 1, options)).toBe(true);
        if (!options.multiple) expect(last - first + 1).toBe(options.length);
      }
    }),
    { numRuns: 2_000 },
  );
  expect(chained).toBeGreaterThan(200);
});

test("the last window of a chain ends after the range, or is shorter", () => {
  const span = { first: 1, last: 100 };
  expect(chainWindows(span, { length: 81, overlap: 5 })).toEqual({
    windows: [
      { first: 1, last: 81, keepFirst: 1, keepLast: 81, handleFirst: 1, handleLast: 81 },
      { first: 77, last: 157, keepFirst: 82, keepLast: 100, handleFirst: 77, handleLast: 157 },
    ],
    dependencies: [{ window: 1, from: 0, first: 77, last: 81 }],
  });
  const shorter = chainWindows(span, { length: 81, overlap: 5, multiple: { of: 4, plus: 1 } });
  expect("windows" in shorter && show(shorter.windows)).toEqual(["1-81 keeps 1-81", "77-101 keeps 82-100"]);
});

describe("problems", () => {
  const span = { first: 1, last: 100 };
  const cases: [code: string, says: string, FrameSpan, WindowOptions][] = [
    ["window_invalid", "The length of the windows is 0.", span, { length: 0 }],
    ["window_invalid", "The overlap of the windows is 1.5.", span, { length: 10, overlap: 1.5 }],
    ["window_invalid", "Use a whole number from 0 to", span, { length: 10, handles: -1 }],
    ["window_invalid", "Frames 5 to 1 are not a range", { first: 5, last: 1 }, { length: 1 }],
    ["window_invalid", "Frames 1 to 1.5 are", { first: 1, last: 1.5 }, { length: 1 }],
    ["overlap_too_long", "Set the overlap to at most 9.", span, { length: 10, overlap: 10 }],
    ["overlap_too_long", "Set the overlap to at most 3.", span, { length: 10, overlap: 4, handles: 3 }],
    ["overlap_too_long", "Use fewer handles", span, { length: 10, handles: 5 }],
    ["range_too_short", "has 100 frames, and a window has 120. Add 20 frames", span, { length: 120 }],
    ["range_too_short", "a window has 110. Add 10", span, { length: 120, handles: 5 }],
    [
      "range_too_short",
      "fewer than the shortest window",
      { first: 1, last: 4 },
      { length: 16, overlap: 5, multiple: { of: 8, plus: 0 } },
    ],
    ["window_length_not_allowed", "Set the length to 77 or 81.", span, { length: 80, multiple: { of: 4, plus: 1 } }],
    ["window_length_not_allowed", "Set the length to 5.", span, { length: 3, multiple: { of: 8, plus: 5 } }],
    ["too_many_frames", "100,001 frames", { first: 0, last: 100_000 }, { length: 1 }],
  ];
  test.each(cases)("%s: %s", (code, says, given, options) => {
    const found = splitIntoWindows(given, options);
    const problem = "problem" in found ? found.problem : undefined;
    expect(problem?.code).toBe(code);
    expect(`${problem?.message} ${problem?.remedy}`).toContain(says);
  });

  test("of chains only", () => {
    expect(chainWindows(span, { length: 10 })).toMatchObject({ problem: { code: "chain_without_overlap" } });
    expect(chainWindows(span, { length: 10, overlap: 1, handles: 1 })).toMatchObject({
      problem: { code: "chain_with_handles" },
    });
    expect(chainWindows(span, { length: 101, overlap: 1 })).toMatchObject({ problem: { code: "range_too_short" } });
  });
});
