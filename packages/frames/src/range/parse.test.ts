import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFrameRange, type FrameRange } from "./parse.ts";

const parse = (text: string): FrameRange => {
  const parsed = parseFrameRange(text);
  if ("problem" in parsed) throw new Error(`${text}: ${parsed.problem.message}`);
  return parsed.range;
};
const refuse = (text: string, options?: { maxFrames: number }) => {
  const parsed = parseFrameRange(text, options);
  if ("range" in parsed) throw new Error(`${text}: ${parsed.range.text}`);
  return parsed.problem;
};

describe("reads", () => {
  const cases: [text: string, frames: number[], canonical?: string][] = [
    ["7", [7]],
    ["1-5", [1, 2, 3, 4, 5]],
    ["1-10:3", [1, 4, 7, 10]],
    ["1-12:3", [1, 4, 7, 10], "1-10:3"],
    ["5,9,12-14", [5, 9, 12, 13, 14]],
    [" 5 ,\t9 , 12 - 14\n", [5, 9, 12, 13, 14], "5,9,12-14"],
    ["-5--1", [-5, -4, -3, -2, -1]],
    ["-10 - 10 : 5", [-10, -5, 0, 5, 10], "-10-10:5"],
    ["- 5 - - 3", [-5, -4, -3], "-5--3"],
    ["10-1:-3", [10, 7, 4, 1]],
    ["0001-0010:0003", [1, 4, 7, 10], "1-10:3"],
    ["-0", [0], "0"],
    ["5-5:-2", [5], "5"],
    // A step longer than the range yields its first frame.
    ["1-10:500", [1], "1"],
    ["10-1:-500", [10], "10"],
    // Parts are iterated by their lowest frame, and joined if they continue each other.
    ["12-14,5", [5, 12, 13, 14], "5,12-14"],
    ["3,2,1", [1, 2, 3], "1-3"],
    ["1-3,4-6", [1, 2, 3, 4, 5, 6], "1-6"],
    ["9-11,3-1:-1", [3, 2, 1, 9, 10, 11], "3-1:-1,9-11"],
    ["3-1:-1,4-6", [1, 2, 3, 4, 5, 6], "1-6"],
    ["1,5", [1, 5]],
    ["1-5:2", [1, 3, 5], "1,3,5"],
    ["1-5:4", [1, 5], "1,5"],
    // Its step keeps a single frame from joining the descending part in front of it.
    ["5-4:-1,6-6:500", [5, 4, 6], "5-4:-1,6-6:2"],
    ["-999999999,999999999", [-999_999_999, 999_999_999]],
  ];
  test.each(cases)("%j", (text, frames, canonical = text) => {
    expect(parse(text)).toEqual({
      frames,
      count: frames.length,
      first: Math.min(...frames),
      last: Math.max(...frames),
      text: canonical,
    });
    expect(parse(canonical).frames).toEqual(frames);
    expect(parse(text).frames.some((frame) => Object.is(frame, -0))).toBe(false);
  });
});

describe("refuses", () => {
  const cases: [text: string, code: string, at: number, says: string][] = [
    ["", "range_empty", 0, "Write frames such as 1-100"],
    [" \n", "range_empty", 0, "empty"],
    [
      "10-1",
      "step_direction",
      0,
      'goes backwards, which needs a negative step. Write "1-10" to count up, or "10-1:-1"',
    ],
    ["5, 10-1:3", "step_direction", 3, 'Write "1-10:3" to count up, or "10-1:-3"'],
    ["1-10:-1", "step_direction", 0, 'its step is negative. Write "1-10" to count up, or "10-1:-1"'],
    ["-1--5", "step_direction", 0, 'Write "-5--1"'],
    ["1-10:0", "step_zero", 0, 'Write "1-10" for every frame'],
    ["1-5,5", "frame_repeated", 4, 'Frame 5 is in the range twice: again in "5".'],
    ["5, 1-10", "frame_repeated", 0, 'again in "5"'],
    ["1-10,20-5:-5", "frame_repeated", 5, "Frame 5 is in the range twice"],
    ["1-9:2,2-10:2", "parts_interleave", 6, '"2-10:2" begins within another part'],
    ["1-99999999999", "number_too_large", 0, "from -999999999 to 999999999"],
    ["1-100001", "too_many_frames", 0, "100,001 frames, more than 100,000"],
    ["-999999999-999999999", "too_many_frames", 0, "1,999,999,999 frames"],
    ["1-10x2", "range_syntax", 4, 'Write "1-10:2".'],
    ["1-10 x 2, 20", "range_syntax", 5, 'in OpenCue it follows an x, and a colon interleaves. Write "1-10:2, 20".'],
    ["1-10 by 2", "range_syntax", 5, 'Write "1-10:2".'],
    ["1-10step2", "range_syntax", 4, 'Write "1-10:2".'],
    ["1..10", "range_syntax", 1, 'Write "1-10".'],
    ["1 … 10", "range_syntax", 2, 'Write "1-10".'],
    ["1 to 10 step 2", "range_syntax", 2, 'Write "1-10:2".'],
    ["1 bis 10", "range_syntax", 2, 'Write "1-10".'],
    ["1–10", "range_syntax", 1, '"–" is a dash, not a hyphen (-). Write "1-10".'],
    ["−5-−1", "range_syntax", 0, 'Write "-5--1".'],
    ["1-3;5-7", "range_syntax", 3, 'Write "1-3,5-7".'],
    ["1 und 5", "range_syntax", 2, 'Write "1,5".'],
    ["1 5 9", "range_syntax", 2, 'Write "1,5,9".'],
    ["+5-+7", "range_syntax", 0, 'Write "5-7".'],
    ["1,,2,", "range_syntax", 1, 'Write "1,2".'],
    [",", "range_syntax", 0, "Remove the extra comma."],
    ["1:10", "range_syntax", 1, "has a step without a range"],
    ["1-10:2:3", "range_syntax", 6, 'Unexpected ":" in "1-10:2:3".'],
    ["1-10y3", "range_syntax", 4, "OpenCue"],
    ["1.5", "range_syntax", 1, "not a whole number"],
    ["1-", "range_syntax", 2, '"1-" is incomplete.'],
    ["1-5:", "range_syntax", 4, "incomplete"],
    ["--5", "range_syntax", 1, 'Unexpected "-"'],
    ["1-3, frames", "range_syntax", 5, 'Unexpected "f" in "frames".'],
    ["1-10: x2", "range_syntax", 6, "Use a colon for the step, such as 1-10:2."],
    ["a\u0000b", "range_syntax", 0, 'in "a\uFFFDb"'],
  ];
  test.each(cases)("%j", (text, code, at, says) => {
    const problem = refuse(text);
    expect(problem.code).toBe(code);
    expect(problem.at ?? 0).toBe(at);
    expect(`${problem.message} ${problem.remedy}`).toContain(says);
  });

  test("more frames than the limit, before it expands them", () => {
    expect(refuse("1-11", { maxFrames: 10 }).code).toBe("too_many_frames");
    expect(refuse("1-10,1-10", { maxFrames: 10 }).code).toBe("too_many_frames");
    expect(refuse("1,".repeat(11), { maxFrames: 10 })).toMatchObject({ message: "The range has more parts than 10." });
    expect(parseFrameRange("1-20:2", { maxFrames: 10 })).toMatchObject({ range: { count: 10 } });
  });

  test("digits that no number can hold", () => {
    for (const text of [`1-${"9".repeat(5_000)}`, `-${"9".repeat(400)}`, `1-2:${"9".repeat(400)}`])
      expect(refuse(text).code).toBe("number_too_large");
  });

  test("long wrong texts without a search for other spellings", () => {
    expect(refuse(`1-10x2,${" ".repeat(200_000)}1-2 y`).remedy).toContain("Write frames such as");
    expect(refuse(`${"1,".repeat(40_000)} ${"1".repeat(50_000)}x`).code).toBe("range_syntax");
  });
});

/** Few numbers, so that parts meet, repeat and continue each other. */
const part = fc
  .record({ start: fc.integer({ min: -40, max: 40 }), length: fc.nat(12), step: fc.integer({ min: -5, max: 5 }) })
  .map(({ start, length, step }) =>
    length === 0 ? String(start) : `${start}-${start + Math.sign(step || 1) * length}:${step || 1}`,
  );
const expression = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(","));

test("the text of a range parses to the same frames in the same order, and to itself", () => {
  let read = 0;
  fc.assert(
    fc.property(expression, (text) => {
      const parsed = parseFrameRange(text);
      if ("problem" in parsed) return;
      read++;
      expect(parse(parsed.range.text)).toEqual(parsed.range);
    }),
    { numRuns: 3_000 },
  );
  expect(read).toBeGreaterThan(500);
});

test("a range has each frame of its parts once", () => {
  fc.assert(
    fc.property(expression, (text) => {
      const parsed = parseFrameRange(text);
      const written = text.split(",").flatMap((one) => parse(one).frames);
      if ("problem" in parsed) {
        expect(["frame_repeated", "parts_interleave"]).toContain(parsed.problem.code);
        return;
      }
      const { frames, count, first, last } = parsed.range;
      expect([...frames].sort((a, b) => a - b)).toEqual(written.sort((a, b) => a - b));
      expect(new Set(frames).size).toBe(count);
      expect([first, last]).toEqual([Math.min(...frames), Math.max(...frames)]);
    }),
    { numRuns: 1_000 },
  );
});

test("no text makes it throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.stringMatching(/^[-0-9:, x.]*$/)), (text) => {
      const parsed = parseFrameRange(text, { maxFrames: 100 });
      if ("problem" in parsed) expect(parsed.problem.at ?? 0).toBeLessThanOrEqual(text.length);
      else expect(parsed.range.count).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});
