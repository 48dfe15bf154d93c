import { expect, test } from "vitest";
import { createReel, findPicture, getFrameAt, isPastEnd, stepPicture } from "./playback.ts";

const onTwos = createReel([1, 3, 5, 7]);

test("a picture is shown until the next one, the last one as long as the one before it", () => {
  expect(onTwos).toMatchObject({ first: 1, last: 8 });
  expect([1, 2, 3, 4, 7, 8].map((frame) => findPicture(onTwos, frame))).toEqual([0, 0, 1, 1, 3, 3]);
  expect(createReel([12])).toMatchObject({ first: 12, last: 12 });
  expect(findPicture(createReel([-3, 0, 10]), 9)).toBe(1);
});

test("playback shows each frame for its time, and starts again after the last one", () => {
  const at = (ms: number, start = 1) => getFrameAt(onTwos, start, ms, 24);
  expect([0, 41, 42, 83, 84].map((ms) => at(ms))).toEqual([1, 1, 2, 2, 3]);
  expect(at((7 * 1000) / 24 + 1)).toBe(8);
  expect(at((8 * 1000) / 24 + 1)).toBe(1);
  expect(at(1000, 5)).toBe(5);
});

test("steps go from picture to picture, in a loop", () => {
  expect([1, 2, 7, 8].map((frame) => stepPicture(onTwos, frame, 1))).toEqual([3, 3, 1, 1]);
  expect([1, 3, 4].map((frame) => stepPicture(onTwos, frame, -1))).toEqual([7, 1, 1]);
});

test("the end comes after the last frame was shown for its whole time", () => {
  const frame = 1000 / 24;
  const at = (frames: number, start = 1) => isPastEnd(onTwos, start, frames * frame + 0.001, 24);
  expect([0, 7, 8].map((frames) => at(frames))).toEqual([false, false, true]);
  expect([at(0, 8), at(1, 8)]).toEqual([false, true]);
});
