import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSequencePattern } from "./parse-pattern.ts";
import { formatFrameName, formatPattern, readFrame, type SequencePattern } from "./pattern.ts";

const parse = (text: string): SequencePattern => {
  const parsed = parseSequencePattern(text);
  if ("problem" in parsed) throw new Error(parsed.problem.message);
  return parsed.pattern;
};

test.each([
  ["plate.####.exr", "plate.0007.exr"],
  ["plate.#.exr", "plate.7.exr"],
  ["plate.@@@.exr", "plate.007.exr"],
  ["plate.%04d.exr", "plate.0007.exr"],
  ["plate.%012d.exr", "plate.000000000007.exr"],
  ["plate.%d.exr", "plate.7.exr"],
  ["plate.$F4.exr", "plate.0007.exr"],
  ["plate_${F4}_left.exr", "plate_0007_left.exr"],
  ["plate.$F.exr", "plate.7.exr"],
  ["plate.<F4>.exr", "plate.0007.exr"],
  ["plate.<f>.exr", "plate.7.exr"],
  ["plate.<frame04>.exr", "plate.0007.exr"],
  ["plate.<Frame>.exr", "plate.7.exr"],
  ["plate.{frame:04}.exr", "plate.0007.exr"],
  ["plate.{frame:04d}.exr", "plate.0007.exr"],
  ["sh010_v002/plate####.exr", "sh010_v002/plate0007.exr"],
  ["####", "0007"],
])("%s is %s at frame 7", (text, name) => {
  const pattern = parse(text);
  expect(formatFrameName(pattern, 7)).toBe(name);
  expect(readFrame(pattern, name)).toBe(7);
  expect(parse(formatPattern(pattern))).toEqual(pattern);
});

test("numbers that are longer than the padding, and negative ones", () => {
  const pattern = parse("a.####.png");
  expect([12_345, 0, -1, -1234].map((frame) => formatFrameName(pattern, frame))).toEqual([
    "a.12345.png",
    "a.0000.png",
    "a.-001.png",
    "a.-1234.png",
  ]);
  expect(["a.-001.png", "a.-0001.png", "a.12345.png", "a.0000.png"].map((name) => readFrame(pattern, name))).toEqual([
    -1, -1, 12_345, 0,
  ]);
  const others = ["a.1.png", "a.00001.png", "a.-00001.png", "a.-0000.png", "b.0001.png", "a.0001.PNG", "a.00x1.png"];
  for (const name of others) expect(readFrame(pattern, name), name).toBeUndefined();
});

test("a name gives its frame back", () => {
  const text = fc.string().filter((one) => !/[0-9-]$|^[0-9]/.test(one));
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: 1, max: 12 }),
      text,
      fc.integer({ min: -999_999_999, max: 999_999_999 }),
      (...[prefix, padding, suffix, frame]) => {
        const pattern = { prefix, padding, suffix };
        expect(readFrame(pattern, formatFrameName(pattern, frame))).toBe(frame);
      },
    ),
  );
});

describe("problems", () => {
  test.each([
    ["plate.0101.exr", "pattern_without_frame", 'Write "plate.####.exr" for the whole sequence.'],
    ["plate.exr", "pattern_without_frame", "Use one # for each digit"],
    ["", "pattern_without_frame", "has no place for the frame number"],
    ["v###/plate.%04d.exr", "pattern_with_two_frames", '"###" and "%04d"'],
    ["plate.%4d.exr", "pattern_not_supported", "pads with spaces"],
    ["plate.$FF.exr", "pattern_not_supported", "fractional frame"],
    ["skin.<UDIM>.exr", "pattern_not_supported", "tiles of a texture"],
    ["plate.%V.%04d.exr", "pattern_not_supported", "stereo view"],
    ["plate.*.exr", "pattern_not_supported", "plate.####.exr"],
    ["plate.1-100####.exr", "pattern_not_supported", '"1-100" in "plate.1-100####.exr" is a frame range'],
    ["plate.[0001-0100].exr", "pattern_not_supported", "is a frame range"],
    ["plate.#############.exr", "pattern_not_supported", "13 digits"],
  ])("%j", (text, code, says) => {
    const parsed = parseSequencePattern(text);
    const problem = "problem" in parsed ? parsed.problem : undefined;
    expect(problem?.code).toBe(code);
    expect(`${problem?.message} ${problem?.remedy}`).toContain(says);
  });
});
