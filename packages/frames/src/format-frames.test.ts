import fc from "fast-check";
import { expect, test } from "vitest";
import { formatFrames } from "./format-frames.ts";
import { parseFrameRange } from "./range/parse.ts";

test.each<[number[], string]>([
  [[], ""],
  [[7], "7"],
  [[4, 5], "4, 5"],
  [[4, 5, 6], "4-6"],
  [[1, 3, 5], "1, 3, 5"],
  [[1, 3, 5, 7], "1-7:2"],
  [[5, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20], "5, 9, 12-20"],
  [[1, 2, 4, 6, 8, 10], "1, 2-10:2"],
  [[1, 2, 3, 5, 7, 9, 11], "1-3, 5-11:2"],
  // The last frame of the first run begins the next one.
  [[1, 2, 3, 4, 6, 8, 10], "1-3, 4-10:2"],
  [[-5, -4, -3, -1], "-5--3, -1"],
  [[10, 7, 4, 1, 7], "1-10:3"],
  [Array.from({ length: 50 }, (_, index) => 99 - 2 * index), "1-99:2"],
])("%j is %j", (frames, text) => {
  expect(formatFrames(frames)).toBe(text);
});

test("the text parses to the same frames", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -30, max: 60 }), { minLength: 1 }), (frames) => {
      const parsed = parseFrameRange(formatFrames(frames));
      const sorted = [...new Set(frames)].sort((a, b) => a - b);
      expect("range" in parsed && parsed.range.frames).toEqual(sorted);
      expect("range" in parsed && parsed.range.text).toBe(formatFrames(frames).replaceAll(" ", ""));
    }),
  );
});

/** All ways to divide frames into single frames, ranges from three frames on and stepped ranges from four. */
function listTexts([first, ...rest]: readonly number[]): string[] {
  if (first === undefined) return [""];
  const texts: string[] = [];
  const step = (rest[0] ?? first) - first;
  for (let more = 0; more <= rest.length && (more < 2 || rest[more - 1] === first + more * step); more++) {
    if (more === 1 || (more === 2 && step > 1)) continue;
    const part = more === 0 ? `${first}` : `${first}-${first + more * step}${step === 1 ? "" : `:${step}`}`;
    texts.push(...listTexts(rest.slice(more)).map((text) => (text === "" ? part : `${part}, ${text}`)));
  }
  return texts;
}

/** Ascending frames at few distances, so that runs meet. */
const runs = fc
  .tuple(fc.integer({ min: -12, max: 99 }), fc.array(fc.constantFrom(1, 1, 2, 2, 3), { maxLength: 10 }))
  .map(([first, distances]) => distances.reduce((frames, by) => [...frames, (frames.at(-1) ?? 0) + by], [first]));

test("no other text is shorter", () => {
  fc.assert(
    fc.property(runs, (frames) => {
      const lengths = listTexts(frames).map((text) => text.length);
      expect(formatFrames(frames).length).toBe(Math.min(...lengths));
    }),
    { numRuns: 500 },
  );
});

test("anything but integers is refused", () => {
  expect(() => formatFrames([1, 1.5])).toThrow("Not a frame number: 1.5");
  expect(() => formatFrames([NaN])).toThrow("Not a frame number");
});
