import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatFrames } from "../format-frames.ts";
import { groupSequences } from "./group.ts";
import { formatFrameName, formatPattern } from "./pattern.ts";

const show = (names: string[]) => {
  const { sequences, singles, problems } = groupSequences(names);
  return {
    sequences: sequences.map(
      ({ pattern, files }) => `${formatPattern(pattern)} ${formatFrames(files.map(({ frame }) => frame))}`,
    ),
    singles,
    problems: problems.map(({ code }) => code),
  };
};

describe("the last number in front of the extension is the frame", () => {
  test.each<[names: string[], sequences: string[], singles: string[]]>([
    [["a.0001.png", "a.0002.png", "a.0003.png"], ["a.####.png 1-3"], []],
    [["sh010_v002.0102.png", "sh010_v002.0101.png"], ["sh010_v002.####.png 101, 102"], []],
    [["0001.png", "0002.png"], ["####.png 1, 2"], []],
    [["a.998.png", "a.999.png", "a.1000.png"], ["a.###.png 998-1000"], []],
    [["a.9.png", "a.10.png"], ["a.#.png 9, 10"], []],
    [["a.0998.png", "a.0999.png", "a.1000.png", "a.10000.png"], ["a.####.png 998-1000, 10000"], []],
    [["a.1001.exr", "a.1002.exr", "a.1001.jpg"], ["a.####.exr 1001, 1002"], ["a.1001.jpg"]],
    [["a.0001.exr.gz", "a.0002.exr.gz"], ["a.####.exr.gz 1, 2"], []],
    [["a.0001.mp4", "a.0002.mp4", "b.mp4"], ["a.####.mp4 1, 2"], ["b.mp4"]],
    [["sh010.beauty0001.exr", "sh010.beauty0002.exr"], ["sh010.beauty####.exr 1, 2"], []],
    [["sh010.0001.left.exr", "sh010.0002.left.exr"], [], ["sh010.0001.left.exr", "sh010.0002.left.exr"]],
    [["mov1.png", "mov2.png"], ["mov#.png 1, 2"], []],
    // A hyphen after a letter is no minus.
    [["plate-0001.exr", "plate-0002.exr"], ["plate-####.exr 1, 2"], []],
    [["a.-002.png", "a.-001.png", "a.0000.png", "a.0001.png"], ["a.####.png -2-1"], []],
    [["a.-0001.png", "a.0000.png", "a.0001.png"], ["a.####.png -1-1"], []],
    [["a_-5.png", "a_-10.png", "a_3.png"], ["a_#.png -10, -5, 3"], []],
    [["a_-5.png", "a_-10.png"], ["a_#.png -10, -5"], []],
    // Versions, resolutions, times and other numbers are no frames.
    [["sh010_v002.png", "sh010_v003.png"], [], ["sh010_v002.png", "sh010_v003.png"]],
    [["sh010.v002.exr", "sh020.v002.exr"], [], ["sh010.v002.exr", "sh020.v002.exr"]],
    [["v1.png", "v2.png"], [], ["v1.png", "v2.png"]],
    [["a_640x480.png", "a_640x481.png"], [], ["a_640x480.png", "a_640x481.png"]],
    [["a_2k.png", "a_4k.png"], [], ["a_2k.png", "a_4k.png"]],
    [["sh010_beauty.exr", "sh020_beauty.exr"], [], ["sh010_beauty.exr", "sh020_beauty.exr"]],
    [["1700000000001.png", "1700000000002.png"], [], ["1700000000001.png", "1700000000002.png"]],
    [["a.0001", "a.0002", ".DS_Store"], [], [".DS_Store", "a.0001", "a.0002"]],
    [[], [], []],
  ])("%j", (names, sequences, singles) => {
    expect(show(names)).toEqual({ sequences, singles, problems: [] });
    expect(show(names.toReversed())).toEqual(show(names));
  });
});

test("very long names are read once", () => {
  const names = [`${"1".repeat(200_000)}x.png`, `${".a".repeat(100_000)}-`, `${"1".repeat(200_000)}.png`];
  expect(show(names).singles).toHaveLength(3);
});

test("two paddings in one folder are two sequences and a problem", () => {
  const names = ["a.1.png", "a.2.png", "a.0003.png", "a.0004.png", "a.0005.png"];
  expect(show(names)).toEqual({
    sequences: ["a.#.png 1, 2", "a.####.png 3-5"],
    singles: [],
    problems: ["paddings_differ"],
  });
  expect(groupSequences(names).problems[0]).toMatchObject({
    message: 'Frame numbers have different padding: "a.1.png" and "a.0003.png".',
    remedy: 'Rename the files to one padding, such as "a.####.png".',
  });
  expect(show(["a.01.png", "a.02.png", "a.003.png", "a.004.png", "a.100.png"]).sequences).toEqual([
    "a.##.png 1, 2",
    "a.###.png 3, 4, 100",
  ]);
});

test("a frame with two files is a problem", () => {
  expect(groupSequences(["a.1.png", "a.0001.png"])).toMatchObject({
    sequences: [],
    singles: ["a.0001.png", "a.1.png"],
    problems: [
      { code: "paddings_differ" },
      { code: "frame_twice", message: 'Frame 1 has 2 files: "a.0001.png" and "a.1.png".' },
    ],
  });
  expect(show(["a.-0001.png", "a.-001.png", "a.0001.png"])).toEqual({
    sequences: ["a.####.png -1, 1"],
    singles: ["a.-001.png"],
    problems: ["frame_twice"],
  });
  const many = [1, 2, 3].flatMap((frame) => [`a.${frame}.png`, `a.000${frame}.png`]);
  expect(groupSequences(many).problems[1]).toMatchObject({
    message: 'Frame 1 has 2 files: "a.0001.png" and "a.1.png". So do 2 other frames.',
    remedy: "Keep one file for each of 1-3.",
  });
});

describe("gaps", () => {
  const find = (...frames: number[]) => {
    const { sequences } = groupSequences(frames.map((frame) => `a.${String(frame).padStart(9, "0")}.png`));
    return sequences.map(({ step, missing, missingCount }) => ({ step, missing, missingCount }));
  };

  test("are found without listing the frames between", () => {
    expect(find(1, 2, 5, 6, 8)).toEqual([
      {
        step: 1,
        missing: [
          { first: 3, last: 4 },
          { first: 7, last: 7 },
        ],
        missingCount: 3,
      },
    ]);
    expect(find(1, 999_999_999)).toEqual([
      { step: 1, missing: [{ first: 2, last: 999_999_998 }], missingCount: 999_999_997 },
    ]);
  });

  test("of pictures on twos are missing pictures", () => {
    expect(find(1, 3, 5, 7)).toEqual([{ step: 2, missing: [], missingCount: 0 }]);
    expect(find(1, 3, 9, 11)).toEqual([{ step: 2, missing: [{ first: 5, last: 7 }], missingCount: 2 }]);
  });
});

test("files of a sequence are grouped to it, in any order", () => {
  const given = fc.record({
    prefix: fc.stringMatching(/^[a-z0-9._ -]{0,8}[a-z_]$/).filter((text) => !/(?:^|[^a-z0-9])v$|[0-9]x$/.test(text)),
    padding: fc.integer({ min: 1, max: 6 }),
    suffix: fc.constantFrom(".exr", ".png", ".exr.gz", ".jp2"),
    frames: fc.uniqueArray(fc.nat(20_000), { minLength: 2, maxLength: 30 }),
  });
  fc.assert(
    fc.property(given, fc.func(fc.integer()), ({ frames, ...pattern }, weigh) => {
      const files = frames.map((frame) => ({ frame, name: formatFrameName(pattern, frame) }));
      const { sequences, singles, problems } = groupSequences(
        files.map(({ name }) => name).sort((a, b) => weigh(a) - weigh(b)),
      );
      expect([singles, problems]).toEqual([[], []]);
      expect(sequences.map((sequence) => sequence.files)).toEqual([files.sort((a, b) => a.frame - b.frame)]);
      expect(sequences[0]?.pattern.prefix).toBe(pattern.prefix);
      expect(files.map(({ frame }) => formatFrameName(sequences[0]?.pattern ?? pattern, frame))).toEqual(
        files.map(({ name }) => name),
      );
    }),
  );
});
