import { expect, test } from "vitest";
import { findFrameName } from "./frame-name.ts";

const find = (name: (frame: string) => string, frames: readonly number[], digits = 4) =>
  findFrameName(
    frames.map((frame) => ({
      frame,
      filename: name(`${frame < 0 ? "-" : ""}${String(Math.abs(frame)).padStart(digits, "0")}`),
    })),
  );

test("the frame may be anywhere in the name", () => {
  expect(find((frame) => `sq010_sh010_paint.v001.${frame}.png`, [1, 3, 5])).toEqual({
    prefix: "sq010_sh010_paint.v001.",
    suffix: ".png",
    padding: 4,
  });
  expect(find((frame) => `sh010-${frame}_paint_v010.png`, [9, 10, 11])).toEqual({
    prefix: "sh010-",
    suffix: "_paint_v010.png",
    padding: 4,
  });
});

test("a number that equals the first frame by chance is not taken", () => {
  expect(find((frame) => `sh001_${frame}_v001.png`, [1, 2], 3)).toEqual({
    prefix: "sh001_",
    suffix: "_v001.png",
    padding: 3,
  });
});

test("negative frames and frames with more digits have one padding", () => {
  expect(find((frame) => `a.${frame}.png`, [-12, 0, 12_345])).toEqual({ prefix: "a.", suffix: ".png", padding: 4 });
});

test("names without the frame have none", () => {
  expect(findFrameName([{ filename: "movie.mp4", frame: 1 }])).toBeUndefined();
  expect(
    findFrameName([
      { filename: "a.1.png", frame: 1 },
      { filename: "a.2.jpg", frame: 2 },
    ]),
  ).toBeUndefined();
});
