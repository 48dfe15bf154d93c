import { expect, test } from "vitest";
import { groupSequences } from "./group.ts";
import { matchSequences } from "./match.ts";

const [colour, depth] = ["colour", "depth"].map(
  (name) =>
    groupSequences([1, 2, 3, 4, 6].map((frame) => (name === "depth" ? `depth.${frame}.exr` : `c.000${frame}.png`)))
      .sequences[0] ?? { files: [] },
);

test("frames that all sequences have are matched, in the order of the range", () => {
  expect(matchSequences({ colour: colour ?? { files: [] }, depth: depth ?? { files: [] } }, [3, 1])).toEqual({
    matched: [
      { frame: 3, files: { colour: "c.0003.png", depth: "depth.3.exr" } },
      { frame: 1, files: { colour: "c.0001.png", depth: "depth.1.exr" } },
    ],
    missing: {},
    problems: [],
  });
});

test("frames that lack a partner are reported for each sequence", () => {
  const few = { files: (depth?.files ?? []).filter(({ frame }) => frame > 2) };
  const { matched, missing, problems } = matchSequences({ colour: colour ?? { files: [] }, few }, [1, 2, 3, 4, 5]);
  expect(matched.map(({ frame }) => frame)).toEqual([3, 4]);
  expect(missing).toEqual({ colour: [5], few: [1, 2, 5] });
  expect(problems.map(({ message }) => message)).toEqual([
    '"colour" has no picture for 1 of 5 frames: 5.',
    '"few" has no picture for 3 of 5 frames: 1, 2, 5.',
  ]);
});

test("a long list of missing frames is cut", () => {
  const frames = Array.from({ length: 3_000 }, (_, index) => (index * (index + 1)) / 2);
  const { problems } = matchSequences({ mask: { files: [] } }, frames);
  expect(problems[0]?.message).toBe(
    '"mask" has no picture for 3,000 of 3,000 frames: 0, 1, 3, 6, 10, 15, 21, 28 and more.',
  );
});
