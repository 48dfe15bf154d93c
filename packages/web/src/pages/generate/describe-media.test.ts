import { expect, test } from "vitest";
import { describeMedia } from "./describe-media.ts";

const none = {
  codec: null,
  frames: null,
  durationMs: null,
  frameRate: null,
  channels: null,
  audioChannels: null,
  sampleRate: null,
  bitDepth: null,
  colourProfile: null,
  warnings: [],
};

test.each([
  [{ width: 640, height: 480, media: { ...none, frames: 1, bitDepth: 8 } }, "640 × 480"],
  [{ width: 640, height: 480, media: { ...none, bitDepth: 16 } }, "640 × 480 · 16 bits"],
  [
    {
      width: 64,
      height: 48,
      media: {
        ...none,
        frames: 48,
        frameRate: { numerator: 24_000, denominator: 1001 },
        durationMs: 2002,
        audioChannels: 2,
      },
    },
    "64 × 48 · 48 frames · 23.976 fps · 2 s · 2 audio channels",
  ],
  [{ width: null, height: null, media: { ...none, durationMs: 65_400, sampleRate: 44_100 } }, "1:05 · 44.1 kHz"],
  [{ width: null, height: null, media: { ...none, durationMs: 3_725_000 } }, "1:02:05"],
  [{ width: null, height: null, media: null }, ""],
])("%o", (input, text) => {
  expect(describeMedia(input)).toBe(text);
});
